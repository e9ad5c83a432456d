using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Workflows.Tests;

/// <summary>The shipped flows with the shipped decisions, as the desk runs them.</summary>
public class ShippedDecisionTests
{
    private static readonly List<DmnModel> Models = [.. new[] { "priority", "service-level", "assignment" }.Select(Load)];

    [Theory]
    [InlineData("ticket-lifecycle")]
    [InlineData("information-request")]
    public void The_decisions_give_what_the_flow_uses(string name)
    {
        var services = new FlowServices(Decide, (_, from, span) => from + span, (_, _) => null);
        var client = new Dictionary<string, object?> { ["segment"] = "estrategico", ["executive"] = null, ["group"] = null };
        var ticket = new Dictionary<string, object?> { ["id"] = "t", ["topic"] = "x", ["area"] = "redes", ["channel"] = "web", ["priority"] = "normal", ["hasRut"] = true };
        var play = new Player(Player.Compile(Folders.Definition(name)), new Dictionary<string, object?> { ["client"] = client, ["ticket"] = ticket }, services);
        play.Answer("acknowledge");

        play.Incidents.Should().BeEmpty();
        play.State.Variables["priority"].Should().BeOfType<string>();
        var assign = play.Effect<ServiceCalled>();
        assign.Inputs["group"].Should().BeOfType<string>();
        assign.Inputs["strategy"].Should().BeOfType<string>();
        play.Answer("assign", new Dictionary<string, object?> { ["assignee"] = "ana" }).Answer("commit");
        play.Effect<TaskOpened>().DueAt.Should().BeAfter(play.Now);
        (play.Effect<TimerSet>().DueAt - play.Now).Should().Be((play.Effect<TaskOpened>().DueAt!.Value - play.Now) / 2);
    }

    [Fact]
    public void A_promised_date_is_a_date_and_time_or_its_text()
    {
        foreach (var promised in new object[] { "2026-03-05T15:00:00-03:00", new DateTimeOffset(2026, 3, 5, 15, 0, 0, TimeSpan.FromHours(-3)) })
        {
            var play = new Player(
                Player.Compile(Folders.Definition("information-request")), null, FlowServices.None with { Decide = (_, _) => new DecisionOutcome(null, null) });
            play.Answer("acknowledge").Answer("assign").Answer("commit").Complete("respond")
                .Answer("promiseByDefault", new Dictionary<string, object?> { ["promisedAt"] = promised });
            play.Effect<TaskOpened>().DueAt.Should().Be(new DateTimeOffset(2026, 3, 5, 18, 0, 0, TimeSpan.Zero));
            play.Due("promiseDue").Waits("job", "remindPromise").Should().BeTrue();
        }
    }

    private static DecisionOutcome Decide(string reference, FeelContext inputs)
    {
        var model = Models.First(model => model.Decisions.Any(decision => decision.Id == reference));
        return new DecisionOutcome(model.Decide(reference, inputs, new FeelOptions()).Value, null);
    }

    private static DmnModel Load(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(Folders.Definitions(), "..", "..", "rules", "definitions"));
        return DmnReader.Read(File.ReadAllText(Path.Combine(folder, name + ".dmn"))).Model!;
    }
}
