-- On the receiver: it follows no more; the slot of the sender stays.
SELECT EXISTS (SELECT FROM pg_subscription WHERE subname = {subscription_text}
  AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS there \gset
\if :there
ALTER SUBSCRIPTION {subscription} DISABLE;
ALTER SUBSCRIPTION {subscription} SET (slot_name = NONE);
DROP SUBSCRIPTION {subscription};
\endif
