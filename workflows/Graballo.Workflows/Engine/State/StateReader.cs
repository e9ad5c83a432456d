using System.Globalization;
using System.Text.Json;
using Graballo.Rules.Feel;

namespace Graballo.Workflows.Engine.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in this release or an older one.</summary>
internal static class StateReader
{
    public static FlowState Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            return State(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException
            or IndexOutOfRangeException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new FormatException("This is not the saved state of a flow.", error);
        }
    }

    private static FlowState State(JsonElement root)
    {
        var version = root.GetProperty("v").GetInt32();
        if (version is < 1 or > StateWriter.Version)
            throw new FormatException($"The state is of version {version}; this release reads up to {StateWriter.Version}.");
        return Consistent(new FlowState
        {
            NextId = root.GetProperty("n").GetInt32(),
            Status = root.TryGetProperty("x", out var status) ? Known<FlowStatus>(status) : FlowStatus.Active,
            Ending = root.TryGetProperty("e", out var ending) ? ending.GetString() : null,
            TokenRows = Rows(root, "t", Token),
            ScopeRows = Rows(root, "s", Scope),
            WaitRows = Rows(root, "w", Wait),
        });
    }

    /// <summary>
    /// The engine relies on rows in the order of their numbers and on every reference leading to something
    /// older: all numbers come from one counter, so nothing can lead in a circle.
    /// </summary>
    private static FlowState Consistent(FlowState state)
    {
        Ordered(state.TokenRows, state.NextId);
        Ordered(state.ScopeRows, state.NextId);
        Ordered(state.WaitRows, state.NextId);
        var scopes = state.ScopeRows.ToDictionary(scope => scope.Id);
        var tokens = state.TokenRows.Select(token => token.Id).ToHashSet();
        var sound = state.NextId < int.MaxValue / 2
            && state.ScopeRows.Count > 0 && state.ScopeRows[0] is { Parent: 0, Owner: 0, Kind: ScopeKind.Process }
            && state.ScopeRows.Skip(1).All(scope => Sound(scope, scopes, tokens))
            && state.TokenRows.All(token => token.Scope < token.Id && scopes.ContainsKey(token.Scope))
            && state.WaitRows.All(wait => wait.Scope < wait.Id && wait.Token < wait.Id
                && scopes.ContainsKey(wait.Scope) && (wait.Token == 0 || tokens.Contains(wait.Token)));
        return sound ? state : throw new FormatException("The saved state contradicts itself.");
    }

    private static bool Sound(Scope scope, Dictionary<int, Scope> scopes, HashSet<int> tokens) =>
        scope.Kind != ScopeKind.Process
        && scope.Parent < scope.Id && scopes.TryGetValue(scope.Parent, out var parent)
        && scope.Owner < scope.Id && (scope.Owner == 0 || tokens.Contains(scope.Owner))
        && (scope.Kind == ScopeKind.Instance) == (parent.Kind == ScopeKind.Multi)
        && (scope.Kind != ScopeKind.Multi || (scope.Loop is not null && scope.Owner != 0));

    private static void Ordered<T>(IReadOnlyList<T> rows, int nextId)
        where T : INumbered
    {
        var last = 0;
        foreach (var row in rows)
        {
            if (row.Id <= last || row.Id >= nextId)
                throw new FormatException("The saved state contradicts itself.");
            last = row.Id;
        }
    }

    private static T[] Rows<T>(JsonElement root, string name, Func<JsonElement, T> read) =>
        root.TryGetProperty(name, out var rows) ? [.. rows.EnumerateArray().Select(read)] : [];

    private static Token Token(JsonElement row)
    {
        var length = row.GetArrayLength();
        return new Token(
            row[0].GetInt32(),
            row[1].GetInt32(),
            Text(row[2]),
            length > 4 ? row[4].GetString() : null,
            Known<TokenPhase>(row[3]),
            length > 5 ? row[5].GetInt32() : 0);
    }

    private static Scope Scope(JsonElement row) =>
        new(row.GetProperty("i").GetInt32(), row.GetProperty("p").GetInt32(), row.GetProperty("o").GetInt32(), Known<ScopeKind>(row.GetProperty("k")), Text(row.GetProperty("b")))
        {
            Version = row.TryGetProperty("v", out var version) ? version.GetInt32() : 0,
            Interrupted = row.TryGetProperty("x", out var interrupted) && interrupted.GetBoolean(),
            Variables = Variables(row),
            Loop = row.TryGetProperty("l", out var loop) ? Loop(loop) : null,
            Done = Rows(row, "d", Done),
            Pending = Rows(row, "u", Done),
        };

    private static Done Done(JsonElement row) =>
        new(Text(row.GetProperty("b")), Variables(row), Rows(row, "d", Done));

    private static LoopState Loop(JsonElement row) =>
        new(row[0].GetInt32(), row[1].GetInt32(), row[2].GetInt32(), FeelJson.Read(row[3]) as FeelList, FeelJson.Read(row[4]) as FeelList);

    private static Wait Wait(JsonElement row)
    {
        var length = row.GetArrayLength();
        return new Wait(row[0].GetInt32(), Known<WaitKind>(row[1]), row[2].GetInt32(), row[3].GetInt32(), Text(row[4]), row[5].GetInt32())
        {
            Text = length > 6 ? row[6].GetString() : null,
            Due = length > 7 && row[7].GetString() is { } due ? Instant(due) : null,
            Last = length > 8 && row[8].GetBoolean(),
            Counted = length > 11 ? new Counted(Text(row[9]), Instant(Text(row[10])), new TimeSpan(row[11].GetInt64())) : null,
        };
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static FeelContext Variables(JsonElement row) =>
        row.TryGetProperty("m", out var variables) && FeelJson.Read(variables) is FeelContext context ? context : FeelContext.Empty;

    private static T Known<T>(JsonElement number)
        where T : struct, Enum
    {
        var value = (T)(object)number.GetInt32();
        return Enum.IsDefined(value) ? value : throw new FormatException($"Unknown {typeof(T).Name} {number}.");
    }

    private static string Text(JsonElement element) =>
        element.GetString() ?? throw new FormatException("A name is missing in the saved state.");
}
