SELECT g.name, g.position, c.class
FROM target_group AS g
LEFT JOIN target_class AS c ON c.target = g.target AND c.position = g.position
WHERE g.target = ?1
ORDER BY g.position, c.class
