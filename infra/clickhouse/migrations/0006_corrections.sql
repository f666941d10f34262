-- Cost: none, the columns are made when they are read; events stored before are of no record.

-- The record of its source that says an event, and the record's version: of one record's events only those of the
-- highest version count. Nearly all events have none, and a column of one value takes next to no disk.
ALTER TABLE events ADD COLUMN IF NOT EXISTS record_id String AFTER stamp;

ALTER TABLE events ADD COLUMN IF NOT EXISTS record_version UInt64 AFTER record_id;
