-- Requests that carry an Idempotency-Key. A row is written with the first change that one makes, in the same transaction;
-- its answer is added before it is sent. The key is there as a digest only.
create table keyed_requests (
    request_key varchar(64)     not null primary key,
    fingerprint varchar(64)     not null,
    attempt     varchar(12)     not null,
    box         varchar(12),
    whole       boolean         not null,
    recorded    boolean         not null,
    status      integer,
    headers     varchar(10000),
    body        varchar(100000),
    noted_at    bigint          not null
);

create index keyed_requests_newest on keyed_requests (noted_at);
