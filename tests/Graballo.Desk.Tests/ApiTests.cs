using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Graballo.Desk.Tests.Hosting;

namespace Graballo.Desk.Tests;

public sealed class ApiTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    private const string Client = "camila.rojas@losboldos.example";

    [Theory]
    [InlineData("{\"topic\": \"otro\", ", 400, "api-json", "línea 1")]
    [InlineData("{\"topic\": 7}", 400, "api-value", "«topic»")]
    [InlineData("{\"subject\": \"\\ud800\"}", 400, "api-value", "«subject»")]
    [InlineData("", 400, "api-body", "Falta")]
    [InlineData("{\"topic\":\"otro\",\"subject\":\"a\",\"body\":\"b\",\"channel\":\"zz\"}", 422, "api-one-of", "phone, web, email")]
    [InlineData("{\"topic\":\"otro\",\"subject\":\"a\",\"body\":\"b\",\"priority\":\"99\"}", 422, "api-one-of", "low, normal")]
    [InlineData("{\"topic\":\"otro\",\"subject\":\"\\u0007\\u200b\",\"body\":\"b\"}", 422, "required", "el asunto")]
    public async Task What_cannot_be_read_is_told_with_its_place(string body, int status, string code, string said)
    {
        using var client = await server.Browser(Client);
        await Problem(await client.PostAsync("/api/tickets", new StringContent(body, Encoding.UTF8, "application/json")), status, code, said);
    }

    [Theory]
    [InlineData("GET", "/api/portal/tickets?take=0", 422, "api-range")]
    [InlineData("GET", "/api/portal/tickets?take=99999999999", 400, "api-parameter")]
    [InlineData("GET", "/api/portal/tickets?skip=abc", 400, "api-parameter")]
    [InlineData("GET", "/api/portal/tickets?open=maybe", 400, "api-parameter")]
    [InlineData("GET", "/api/tickets?tab=5", 422, "api-one-of")]
    [InlineData("GET", "/api/nowhere", 404, "api-address")]
    [InlineData("DELETE", "/api/portal/tickets", 405, "api-method")]
    [InlineData("POST", "/api/tickets", 415, "api-media")]
    public async Task An_address_that_cannot_be_is_told_as_a_problem(string method, string address, int status, string code)
    {
        using var client = await server.Browser(Client);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST")
            request.Content = new StringContent("hola", Encoding.UTF8, "text/plain");
        await Problem(await client.SendAsync(request), status, code);
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_whatever_was_sent()
    {
        using var stranger = await server.Browser();
        await Problem(await stranger.GetAsync("/api/tickets"), 401, "api-sign-in", "Ingrese");
        await Problem(await stranger.PostAsync("/api/tickets", new StringContent("{", Encoding.UTF8, "application/json")), 401, "api-sign-in", "Ingrese");
        stranger.DefaultRequestHeaders.AcceptLanguage.Clear();
        stranger.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        await Problem(await stranger.GetAsync("/api/tickets"), 401, "api-sign-in", "Sign in");
        (await stranger.GetAsync("/openapi/v1.json")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        for (var turn = 0; ; turn++)
        {
            var answer = await stranger.GetAsync("/api/state/1");
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                turn.Should().BeLessThan(60);
                continue;
            }
            await Problem(answer, 429, "api-often", "Too many");
            return;
        }
    }

    [Fact]
    public async Task Everything_wrong_with_a_form_is_told_at_once()
    {
        using var client = await server.Browser(Client);
        using var told = JsonDocument.Parse(await (await client.PostAsJsonAsync("/api/tickets", new { topic = "" })).Content.ReadAsStringAsync());
        told.RootElement.GetProperty("errors").EnumerateArray().Select(each => each.GetProperty("field").GetString()).Should().Equal("topic", "subject", "body");
    }

    [Fact]
    public async Task The_same_key_acts_once_and_answers_the_same()
    {
        using var client = await server.Browser(Client);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(client, "/api/tickets", "abrir-1", new { topic = "otro", subject = "Una vez", body = "Solo una" })));
        var numbers = await Task.WhenAll(opened.Select(async each => JsonDocument.Parse(await each.Content.ReadAsStringAsync()).RootElement.GetProperty("number").GetString()!));
        numbers.Distinct().Should().ContainSingle();
        var number = numbers[0];

        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(client, $"/api/portal/tickets/{number}/messages", "m-1", new { text = "Hola una vez" })));
        written.Should().OnlyContain(each => each.StatusCode == HttpStatusCode.NoContent);
        (await Send(client, $"/api/portal/tickets/{number}/messages", "m-2", new { text = "Hola otra vez" })).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await Problem(await Send(client, $"/api/portal/tickets/{number}/messages", "m-1", new { text = "Otra cosa" }), 409, "key-used", "clave");
        var detail = await client.GetStringAsync("/api/portal/tickets/" + number);
        detail.Split("Hola una vez").Should().HaveCount(2);
        detail.Split("Hola otra vez").Should().HaveCount(2);

        using var leader = await server.Browser("marcela.vergara@cordillera.example");
        var date = DateTimeOffset.Parse("2099-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        await Problem(await Send(leader, $"/api/tickets/{number}/promise", "p-1", new { at = date }), 422, "promise-far", "año");
        await Problem(await Send(leader, $"/api/tickets/{number}/promise", "con espacio", new { at = date }), 400, "api-key", "Idempotency-Key");
    }

    [Fact]
    public async Task Another_client_s_key_is_refused_and_tells_nothing()
    {
        using var client = await server.Browser(Client);
        var key = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var first = await client.PostAsJsonAsync("/api/tickets", new { topic = "otro", subject = "Secreto", body = "Mío", requestKey = key });
        var number = JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement.GetProperty("number").GetString()!;
        using var other = await server.Browser(await OtherClient());
        await Problem(await client.PostAsJsonAsync("/api/tickets", new { topic = "otro", subject = "Otra cosa", body = "Mío", requestKey = key }), 409, "key-used", "clave");
        var refused = await other.PostAsJsonAsync("/api/tickets", new { topic = "otro", subject = "Otro", body = "Mío", requestKey = key });
        var said = await Problem(refused, 409, "key-used", "clave");
        said.Should().NotContainAny(number, "Secreto", "Boldos");
    }

    private async Task<string> OtherClient()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={server.Folder}/desk.db;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT email FROM contacts WHERE email NOT LIKE '%losboldos%' ORDER BY email LIMIT 1";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string address, string key, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    internal static async Task<string> Problem(HttpResponseMessage answer, int status, string code, string said = " ")
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).Should().Be(status, text);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(text);
        problem.RootElement.GetProperty("title").GetString().Should().Be(code);
        problem.RootElement.GetProperty("detail").GetString().Should().NotBeNullOrWhiteSpace();
        text.Should().Contain(said);
        return text;
    }
}
