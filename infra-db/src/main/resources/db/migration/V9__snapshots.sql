-- Snapshots of boxes. A row lives from the intent to take one until it is gone, and never longer than its box.
create table snapshots (
    uid           varchar(12)          not null primary key,
    box           varchar(12)          not null,
    project       varchar(58) ${ascii} not null,
    box_name      varchar(63) ${ascii} not null,
    name          varchar(63) ${ascii} not null,
    description   varchar(1000)        not null,
    state         varchar(20)          not null,
    safety        boolean              not null,
    bytes         bigint,
    frozen_millis bigint               not null,
    created_at    bigint               not null,
    restored_at   bigint,
    constraint snapshots_name unique (box, name),
    constraint snapshots_box foreign key (box) references boxes (uid)
);
