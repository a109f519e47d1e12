-- Published hosts: each is one box's. What a box has is in its own row, too: a space between two
create table hosts (
    host varchar(253) not null primary key,
    box  varchar(12)  not null
);

alter table boxes add column hosts varchar(30000) default '' not null;
