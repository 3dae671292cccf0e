-- grain: unit
-- needs: contract_service
-- zh: 签约已服务次数(至多计应服务数)
-- en: services delivered to contracted residents, at most what is due
-- unit: service
SELECT unit_id AS party_id, 'year' AS period, sum(delivered)::BIGINT AS value FROM {contract_service} GROUP BY ALL
