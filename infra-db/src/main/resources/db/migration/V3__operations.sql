-- What took longer than its request waited. A row is written when that is clear, and again when the work ends.
create table operations (
    id          varchar(12)         not null primary key,
    kind        varchar(20)         not null,
    project     varchar(58) ${ascii} not null,
    name        varchar(63) ${ascii} not null,
    box         varchar(12),
    state       varchar(20)         not null,
    percent     integer             not null,
    step        varchar(1000)       not null,
    code        varchar(100),
    detail      varchar(4000),
    actor       varchar(200)        not null,
    created_at  bigint              not null,
    updated_at  bigint              not null
);

create index operations_newest on operations (created_at, id);
