using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Graballo.Desk.Tests.Hosting;

namespace Graballo.Desk.Tests;

/// <summary>On a server of its own: sign-ins of one address are counted.</summary>
public sealed class TaskApiTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    [Fact]
    public async Task What_is_filled_in_at_a_task_may_be_text_number_truth_or_nothing()
    {
        using var supervisor = await server.Browser("marcela.vergara@cordillera.example");
        var page = await supervisor.GetFromJsonAsync<JsonElement>("/api/tickets?tab=all&take=1");
        var address = "/api/tickets/" + page.GetProperty("rows")[0].GetProperty("number").GetString();
        var ticket = await supervisor.GetFromJsonAsync<JsonElement>(address);
        ticket.GetProperty("tasks").EnumerateArray().Should().OnlyContain(task => task.GetProperty("fields").GetArrayLength() == 0);
        foreach (var (body, status, code) in new[]
        {
            ("{\"values\":{\"monto\":1200.50,\"urgente\":true,\"desde\":null,\"motivo\":\"x\"}}", 422, "task-gone"), ("{}", 422, "task-gone"),
            ("{\"values\":{\"monto\":[1]}}", 400, "api-value"), ("{\"values\":{\"monto\":{\"a\":1}}}", 400, "api-value"),
        })
            await ApiTests.Problem(await supervisor.PostAsync($"{address}/tasks/{Guid.Empty}/complete", new StringContent(body, Encoding.UTF8, "application/json")), status, code);
        (await supervisor.GetAsync("/api/unit-tasks")).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
