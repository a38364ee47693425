SELECT trigger_name, event_manipulation, action_statement
FROM information_schema.triggers
WHERE event_object_schema = ? AND event_object_table = ?
ORDER BY trigger_name
