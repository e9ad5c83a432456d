using Graballo.Desk.Demo;
using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Clients;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class DemoTests
{
    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task The_demonstration_is_an_organisation_with_a_history_that_agrees_with_itself(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Get<DemoHistory>().Play(new DemoPlan(120, 20, 3), null, CancellationToken.None);
        await using var db = desk.Database();
        (await db.Agents.CountAsync()).Should().Be(40);
        (await db.Groups.CountAsync()).Should().Be(5);
        (await db.Units.CountAsync(row => row.IsBackOffice)).Should().Be(3);
        (await db.Units.MaxAsync(row => row.Level)).Should().Be(4);
        (await db.Topics.CountAsync()).Should().Be(25);
        var ruts = await db.Companies.Select(row => row.Rut).ToListAsync();
        ruts.Should().HaveCount(60).And.OnlyHaveUniqueItems();
        ruts.All(rut => Rut.TryParse(rut, out var parsed) && parsed.ToStorage() == rut).Should().BeTrue();
        foreach (var signIn in DemoOrganisation.SignIns)
            (await desk.Who(signIn.Email)).Roles.Should().Contain(signIn.Role);

        (await db.Tickets.CountAsync()).Should().Be(120);
        (await db.Incidents.CountAsync()).Should().Be(0);
        (await db.Outbox.CountAsync(row => row.SentAt == null)).Should().Be(0);
        (await Consistency.Findings(db)).Should().BeEmpty();
        (await db.Tickets.Select(row => row.Status).Distinct().CountAsync()).Should().BeGreaterThan(2);
    }
}
