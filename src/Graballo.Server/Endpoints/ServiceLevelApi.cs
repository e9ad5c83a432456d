using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using static Graballo.Server.Endpoints.ApiAnswers;

namespace Graballo.Server.Endpoints;

/// <summary>What changes the clocks of a ticket, over HTTP.</summary>
internal static class ServiceLevelApi
{
    public static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapPost("/{number}/priority", (string number, PriorityBody body, ChangePriorityHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(
                Codes.PriorityOf(body.Priority) is null ? OneOf("priority", Enum.GetValues<Priority>().Select(Codes.Code)) : null,
                () => verb.Handle(new ChangePriority(number, Codes.PriorityOf(body.Priority)!.Value), Who(context), ct)));
        tickets.MapPost("/{number}/third-parties", (string number, ThirdPartyBody body, AwaitThirdPartyHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new AwaitThirdParty(number, body.Provider ?? "", body.Text ?? ""), Who(context), ct)));
        tickets.MapPost("/{number}/third-parties/{clock:guid}/answer", (string number, Guid clock, TextBody body, ThirdPartyAnsweredHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new ThirdPartyAnswered(number, clock, body.Text), Who(context), ct)));
        tickets.MapPost("/{number}/merge", (string number, MergeBody body, MergeTicketsHandler verb, HttpContext context, CancellationToken ct) =>
            Answer(verb.Handle(new MergeTickets(body.Number ?? "", number, body.Reason), Who(context), ct)));
    }
}

internal sealed record PriorityBody(string? Priority);

internal sealed record ThirdPartyBody(string? Provider, string? Text);

/// <param name="Number">The ticket that ends.</param>
/// <param name="Reason">May be left out.</param>
internal sealed record MergeBody(string? Number, string? Reason);
