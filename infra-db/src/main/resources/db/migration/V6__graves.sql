-- Boxes that were forgotten, until their roots cannot come back any more: the disk may write a removal later than
-- the database does, and a power cut in between would bring back the root of a box that nobody remembers.
create table graves (
    uid varchar(12) not null primary key
);
