namespace Graballo.Desk.Persistence;

/// <summary>What turns clocks that kept only their time used into clocks with a history; the same on every kind of database.</summary>
public static class OldClocks
{
    private const string Columns = "clock_id, seq, ticket_id, kind, waiting, at, policy, calendar, allowed_seconds, warn_seconds, pauses_for, fixed_due_at";
    private const string Terms = "policy, calendar, allowed_seconds, allowed_seconds / 5, 'Client', NULL";

    private const string Nothing = """{"told":[],"joined":[],"missing":[]}""";

    /// <summary>Statements for a migration, in their order. Time used so far is carried; a history begins where the clock last ran, rests or ended.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        "UPDATE sla_clocks SET carried_seconds = used_seconds, warn_seconds = allowed_seconds / 5, paused_for = 'Nobody'",
        $"INSERT INTO sla_segments ({Columns}) SELECT id, 1, ticket_id, 'Running', 'Nobody', running_since, {Terms} FROM sla_clocks WHERE running_since IS NOT NULL",
        $"INSERT INTO sla_segments ({Columns}) SELECT id, 1, ticket_id, 'Paused', 'Client', started_at, {Terms} FROM sla_clocks WHERE running_since IS NULL",
        $"INSERT INTO sla_segments ({Columns}) SELECT id, 2, ticket_id, 'Breached', CASE WHEN running_since IS NULL THEN 'Client' ELSE 'Nobody' END, "
            + $"CASE WHEN running_since > breached_at THEN running_since ELSE breached_at END, {Terms} FROM sla_clocks WHERE breached_at IS NOT NULL",
        $"INSERT INTO sla_segments ({Columns}) SELECT id, 3, ticket_id, CASE WHEN breached_at IS NULL AND used_seconds <= allowed_seconds THEN 'Met' ELSE 'Missed' END, 'Client', "
            + $"stopped_at, {Terms} FROM sla_clocks WHERE stopped_at IS NOT NULL",
        "UPDATE sla_clocks SET paused_for = 'Client' WHERE running_since IS NULL AND stopped_at IS NULL",
        .. Enumerable.Range(1, 5).Select(rung =>
            $"INSERT INTO climbed_rungs (clock_id, rung, ticket_id, at, did) SELECT id, {rung}, ticket_id, breached_at, '{Nothing}' FROM sla_clocks WHERE rungs >= {rung} AND breached_at IS NOT NULL"),
    ];
}
