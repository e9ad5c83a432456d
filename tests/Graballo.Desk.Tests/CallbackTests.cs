using System.Text.Json;
using Graballo.Desk.Outside;
using Graballo.Desk.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

public sealed class CallbackTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_callback_is_taken_once_and_a_stranger_learns_nothing()
    {
        await using var far = new FarSide();
        await using var desk = await ServiceCallTests.Desk(far);
        await desk.Deploy(Xml(Service("ask", "callback", "graballo:resultVariable=\"answer\"", ("url", $"\"{far.Url}\""), ("ticket", "ticket.number")), "ask", "ask"));
        var number = await desk.Open();
        await desk.CallOut();
        (await ServiceCallTests.Waiting(desk, number)).Should().Be(("ask", null), "the far side took it, and is to call back");
        using var sent = JsonDocument.Parse(far.Arrived.Single().Body);
        var token = new Uri(sent.RootElement.GetProperty("callbackUrl").GetString()!).Segments[^1];
        await using (var db = desk.Database())
        {
            var row = await db.ServiceCalls.SingleAsync();
            $"{row.TokenHash} {row.SealedToken} {row.Request}".Should().NotContain(token, "only its hash is kept, and the seal");
        }
        var verb = desk.Get<ReceiveCallbackHandler>();
        (await verb.Handle(new ReceiveCallback(new string('0', 64), "{}"), Ct)).Refusal!.Code.Should().Be("not-found");
        (await verb.Handle(new ReceiveCallback(token, "{broken"), Ct)).Refusal!.Code.Should().Be("payload-wrong");
        (await verb.Handle(new ReceiveCallback(token, "\"" + new string('x', 70_000) + "\""), Ct)).Refusal!.Code.Should().Be("payload-wrong");
        await StoryTests.Ok(verb.Handle(new ReceiveCallback(token, """{"ok": true}"""), Ct));
        await StoryTests.Ok(verb.Handle(new ReceiveCallback(token, """{"ok": false}"""), Ct));
        (await ServiceCallTests.Variable(desk, number, "answer")).Should().Contain("true");
        (await ServiceCallTests.Waiting(desk, number)).Should().Be((null, "Atender"));
    }

    [Fact]
    public async Task A_callback_that_never_comes_is_an_incident_and_its_address_is_dead()
    {
        await using var far = new FarSide();
        await using var desk = await ServiceCallTests.Desk(far);
        await desk.Deploy(Xml(Service("ask", "callback", "", ("expires", "duration(\"PT2H\")"), ("variable", "\"direccion\"")), "ask", "ask"));
        var number = await desk.Open();
        var address = await ServiceCallTests.Variable(desk, number, "direccion");
        var token = address.Trim('"').Split('/')[^1];
        token.Should().HaveLength(64);
        desk.Clock.Advance(TimeSpan.FromHours(2));
        (await desk.Get<ReceiveCallbackHandler>().Handle(new ReceiveCallback(token, "{}"), Ct)).Refusal!.Code.Should().Be("not-found");
        await desk.CallOut();
        (await ServiceCallTests.Incident(desk, number)).Error.Should().Contain("Nobody called back");
        (await desk.Get<ReceiveCallbackHandler>().Handle(new ReceiveCallback(token, "{}"), Ct)).Refusal!.Code.Should().Be("not-found");
    }
}
