-- On the receiver: it follows the slot of the sender. `connection` is how it reaches the sender, `copy` whether it begins with
-- a copy of the rows. Run again, it changes nothing.
SELECT NOT EXISTS (SELECT FROM pg_subscription WHERE subname = {subscription_text}
  AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS missing \gset
\if :missing
SELECT CASE WHEN :'connection' NOT LIKE 'postgres%://%' THEN :'connection' || ' application_name='
  WHEN :'connection' LIKE '%?%' THEN :'connection' || '&application_name='
  ELSE :'connection' || '?application_name=' END || {slot_text} AS reached \gset
CREATE SUBSCRIPTION {subscription} CONNECTION :'reached' PUBLICATION {publication}
  WITH (create_slot = false, slot_name = {slot}, copy_data = :copy);
\endif
