using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>The ids behind the codes that flows and decisions use, read again after a second: a code is never given to another.</summary>
public sealed class CodeBook(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private readonly Recent<Codes> _known = new(clock);

    public async ValueTask<Codes> Current(CancellationToken ct)
    {
        if (_known.Value is { } known)
            return known;
        await using var db = await databases.CreateDbContextAsync(ct);
        return _known.Keep(new Codes(
            await db.Units.AsNoTracking().ToDictionaryAsync(row => row.Code, row => row.Id, ct),
            await db.Groups.AsNoTracking().ToDictionaryAsync(row => row.Code, row => row.Id, ct),
            await db.Agents.AsNoTracking().ToDictionaryAsync(row => row.Code, row => row.Id, ct)));
    }

    /// <summary>Ids by code; a code that is not there is not known.</summary>
    public sealed record Codes(IReadOnlyDictionary<string, Guid> Units, IReadOnlyDictionary<string, Guid> Groups, IReadOnlyDictionary<string, Guid> Agents)
    {
        /// <summary>Null for no code, or one that nobody has.</summary>
        public static Guid? Find(IReadOnlyDictionary<string, Guid> ids, string? code) => code is not null && ids.TryGetValue(code, out var id) ? id : null;
    }
}
