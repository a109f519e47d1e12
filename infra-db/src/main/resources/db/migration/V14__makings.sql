-- How a base was made: the script, and what it did without, a line each
create table makings (
    base    varchar(12) not null primary key,
    script  varchar(131072),
    missing varchar(100000)
);
