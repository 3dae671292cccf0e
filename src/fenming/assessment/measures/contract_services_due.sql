-- grain: unit
-- needs: contract_service
-- zh: 签约应服务次数
-- en: services that contracts owe
-- unit: service
SELECT unit_id AS party_id, 'year' AS period, sum(due)::BIGINT AS value FROM {contract_service} GROUP BY ALL
