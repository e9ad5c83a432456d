using Graballo.Desk;
using Graballo.Desk.Calendars;
using Graballo.Desk.Demo;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Server.Startup;

/// <summary>Brings a database to what this release needs: tables, roles, the shipped flows and decisions, and on request the demonstration.</summary>
internal sealed class FirstStart(
    IDbContextFactory<DeskDbContext> databases, IServiceScopeFactory scopes, DemoOrganisation organisation, DemoHistory history, DemoSettings demo,
    TimeProvider clock)
{
    private const int Days = 24;
    private const int Seed = 7;

    /// <summary>True when the demonstration was loaded just now.</summary>
    public async Task<bool> Prepare(Action<string> tell, CancellationToken ct)
    {
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            {
                tell("Preparing the database…");
                await db.Database.MigrateAsync(ct);
            }
            await AddRoles(db, ct);
            await AddCalendar(db, ct);
        }
        await DeployShipped(ct);
        if (!demo.Load)
            return false;
        if (await organisation.Load(demo.Tickets, ct))
            tell("Loading the demonstration: 60 clients, 40 people and some weeks of tickets…");
        var left = await StillToTell(ct);
        if (left == 0)
            return false;
        if (left != demo.Tickets)
            tell($"Finishing the demonstration that an earlier start did not: {left} tickets…");
        try
        {
            await history.Play(new DemoPlan(left, Days, Seed, DemoOrganisation.StillToTell), null, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            tell("Another node tells the demonstration.");
        }
        return true;
    }

    private async Task<int> StillToTell(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (int)await db.Counters.Where(row => row.Name == DemoOrganisation.StillToTell).Select(row => row.Next).SingleOrDefaultAsync(ct);
    }

    /// <summary>The shipped definitions, each where no version of it is deployed yet. What a process owner changed stays.</summary>
    public async Task DeployShipped(CancellationToken ct)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "definitions");
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = await db.Definitions.Select(row => row.Key).Distinct().ToListAsync(ct);
        using var scope = scopes.CreateScope();
        var deploy = scope.ServiceProvider.GetRequiredService<DeployDefinitionHandler>();
        var check = scope.ServiceProvider.GetRequiredService<CheckDefinitionHandler>();
        // Called flows before their callers.
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var kind = Path.GetExtension(file) == ".bpmn" ? DefinitionKind.Flow : DefinitionKind.Decision;
            var xml = await File.ReadAllTextAsync(file, ct);
            var found = await check.Handle(new CheckDefinition(kind, xml), Actor.System, ct);
            if (found.Value?.Key is { } key && known.Contains(key))
                continue;
            var deployed = await deploy.Handle(new DeployDefinition(kind, xml, null, null), Actor.System, ct);
            // Another node that starts with this one was quicker.
            if (!deployed.Ok && deployed.Refusal.Code is not ("definition-same" or "definition-stale"))
                throw new InvalidOperationException($"The shipped definition {Path.GetFileName(file)} was refused: {deployed.Refusal.Text()} "
                    + string.Join("; ", found.Value?.Problems.Where(problem => problem.IsError).Select(problem => problem.Message) ?? []));
        }
    }

    // Every desk has a calendar of its own; whoever administers it changes its hours.
    private async Task AddCalendar(DeskDbContext db, CancellationToken ct)
    {
        if (await db.Calendars.AnyAsync(row => row.Code == CalendarSet.Standard, ct))
            return;
        db.Calendars.Add(new StoredCalendar
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Code = CalendarSet.Standard,
            Name = "Horario laboral, Chile",
            TimeZone = "America/Santiago",
            Hours = "Mon 09:00-18:00\nTue 09:00-18:00\nWed 09:00-18:00\nThu 09:00-18:00\nFri 09:00-17:00",
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Calendars.AsNoTracking().Any(row => row.Code == CalendarSet.Standard))
        {
            // Another node that starts with this one was quicker.
        }
    }

    private async Task AddRoles(DeskDbContext db, CancellationToken ct)
    {
        var known = await db.Roles.Select(role => role.Name).ToListAsync(ct);
        foreach (var role in Role.All.Where(role => !known.Contains(role)))
            db.Roles.Add(new IdentityRole<Guid> { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = role, NormalizedName = role.ToUpperInvariant() });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Roles.AsNoTracking().Count() >= Role.All.Count)
        {
            // Another node that starts with this one was quicker.
        }
    }
}
