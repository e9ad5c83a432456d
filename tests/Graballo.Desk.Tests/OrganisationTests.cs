using Graballo.Desk.Accounts;
using Graballo.Desk.BackOffice;
using Graballo.Desk.Organisation;
using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>The organisation stays whole whatever two people save at once, and whoever is needed stays.</summary>
public sealed class OrganisationTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Two_units_put_below_each_other_at_once_make_no_circle(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        Guid root;
        await using (var db = desk.Database())
            root = await db.Units.Where(row => row.ParentId == null).Select(row => row.Id).SingleAsync();
        for (var round = 0; round < 8; round++)
        {
            var x = await StoryTests.Ok(desk.Get<SaveUnitHandler>().Handle(new SaveUnit(null, root, $"x{round}", "Equis", false, null), admin, Ct));
            var y = await StoryTests.Ok(desk.Get<SaveUnitHandler>().Handle(new SaveUnit(null, root, $"y{round}", "Ye", false, null), admin, Ct));
            await Task.WhenAll(
                Task.Run(() => desk.Get<SaveUnitHandler>().Handle(new SaveUnit(x, y, $"x{round}", "Equis", false, null), admin, Ct)),
                Task.Run(() => desk.OfAnotherNode<SaveUnitHandler>().Handle(new SaveUnit(y, x, $"y{round}", "Ye", false, null), admin, Ct)));
            await using var db = desk.Database();
            var parents = await db.Units.ToDictionaryAsync(row => row.Id, row => row.ParentId);
            (parents[x] == y && parents[y] == x).Should().BeFalse();
        }
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Get<SaveUnitHandler>().Handle(new SaveUnit(null, root, "unica", "Única", false, null), admin, Ct))));
        taken.Count(outcome => outcome.Ok).Should().Be(1);
        taken.Where(outcome => !outcome.Ok).Select(outcome => outcome.Refusal!.Code).Should().BeSubsetOf(["code-taken", "busy"]);
    }

    [Fact]
    public async Task A_unit_that_owes_answers_stays_a_back_office_and_the_top_one_stays()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        var number = await desk.Open();
        await using var db = desk.Database();
        var unit = await db.Units.FirstAsync(row => row.IsBackOffice);
        await StoryTests.Ok(desk.Get<HandOffHandler>().Handle(new HandOff(number, unit.Id, "¿Se pagó?", null), await desk.Responsible(number), Ct));
        var save = new SaveUnit(unit.Id, unit.ParentId, unit.Code, unit.Name, false, unit.HeadId);
        (await desk.Get<SaveUnitHandler>().Handle(save, admin, Ct)).Refusal!.Code.Should().Be("unit-answers");
        (await desk.Get<SaveUnitHandler>().Handle(save with { IsBackOffice = true, IsActive = false }, admin, Ct)).Refusal.Should().BeNull("who is there still answers");
        var top = await db.Units.SingleAsync(row => row.ParentId == null);
        (await desk.Get<SaveUnitHandler>().Handle(new SaveUnit(top.Id, null, top.Code, top.Name, false, null, IsActive: false), admin, Ct)).Refusal!.Code.Should().Be("unit-top");
    }

    [Fact]
    public async Task People_and_ways_that_do_not_exist_are_refused_and_the_last_administrator_stays()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        await using var db = desk.Database();
        var unit = await db.Units.FirstAsync(row => row.ParentId != null);
        var saveUnit = new SaveUnit(unit.Id, unit.ParentId, unit.Code, unit.Name, unit.IsBackOffice, Guid.CreateVersion7(desk.Now));
        (await desk.Get<SaveUnitHandler>().Handle(saveUnit, admin, Ct)).Refusal!.Should().Match<Refusal>(refusal => refusal.Code == "agent-unknown" && refusal.Field == "head");
        (await desk.Get<SaveUnitHandler>().Handle(saveUnit with { HeadId = null, DeputyId = Guid.CreateVersion7(desk.Now) }, admin, Ct)).Refusal!.Field.Should().Be("deputy");
        var group = await db.Groups.FirstAsync();
        var saveGroup = new SaveGroup(group.Id, group.UnitId, group.Code, group.Name, (AssignmentStrategy)77, group.SupervisorId, []);
        (await desk.Get<SaveGroupHandler>().Handle(saveGroup, admin, Ct)).Refusal!.Field.Should().Be("strategy");
        (await desk.Get<SaveGroupHandler>().Handle(saveGroup with { Strategy = group.Strategy, SupervisorId = Guid.CreateVersion7(desk.Now) }, admin, Ct)).Refusal!.Field.Should().Be("supervisor");

        var self = await db.Agents.SingleAsync(row => row.Id == admin.AgentId);
        var saveAgent = new SaveAgent(self.Id, self.UnitId, self.Code, self.Name, self.Email, self.Capacity, self.Skills, true, IsActive: false);
        (await desk.Get<SaveAgentHandler>().Handle(saveAgent, admin, Ct)).Refusal!.Code.Should().Be("administrator-last");
        (await desk.Get<SaveSignInHandler>().Handle(new SaveSignIn(self.Id, null, [Role.Executive], null), admin, Ct)).Refusal!.Code.Should().Be("administrator-last");
        var other = await db.Agents.FirstAsync(row => row.Id != self.Id);
        await StoryTests.Ok(desk.Get<SaveSignInHandler>().Handle(new SaveSignIn(other.Id, null, [Role.Administrator], null), admin, Ct));
        await StoryTests.Ok(desk.Get<SaveAgentHandler>().Handle(saveAgent, admin, Ct));
    }
}
