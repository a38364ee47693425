-- On the sender: its log is kept no more. A reader that was stopped a moment ago may still hold the slot.
DO $$
BEGIN
  FOR attempt IN 1..60 LOOP
    EXIT WHEN NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = {slot_text} AND active);
    PERFORM pg_sleep(0.5);
  END LOOP;
  PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = {slot_text};
END
$$;
DROP PUBLICATION IF EXISTS {publication};
