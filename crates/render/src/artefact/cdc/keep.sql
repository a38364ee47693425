-- On the sender: what is replicated, and from which position on the log is kept. Run again, it changes nothing.
SELECT NOT EXISTS (SELECT FROM pg_publication WHERE pubname = {publication_text}) AS missing \gset
\if :missing
CREATE PUBLICATION {publication} FOR {tables};
\endif
SELECT NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = {slot_text}) AS missing \gset
\if :missing
SELECT pg_create_logical_replication_slot({slot_text}, 'pgoutput') \g /dev/null
\endif
