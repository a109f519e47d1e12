-- Which server the records of a database are of that several could open; a file of H2 is its state directory's.
create table database_owner (
    id     integer      not null primary key,
    server varchar(12)  not null,
    place  varchar(500) not null
);

-- Goes up by one at each start of a server. Whoever began before that writes no more.
alter table journal_span add column term bigint default 0 not null;
