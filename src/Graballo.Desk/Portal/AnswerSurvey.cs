using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Portal;

/// <param name="Number">As a person writes it.</param>
/// <param name="Score">1 to 7.</param>
/// <param name="Comment">Up to 4,000 characters; may be empty.</param>
public sealed record AnswerSurvey(string Number, int Score, string? Comment);

/// <summary>The client's mark for how it was attended.</summary>
public sealed class AnswerSurveyHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(AnswerSurvey command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, AnswerSurvey command)
    {
        if (!TicketAccess.CanSeeAsClient(step.Actor, step.Ticket))
            return Refusal.NotFound;
        if (command.Score is < Survey.LowestScore or > Survey.HighestScore)
            return new Refusal("score-wrong", "score");
        var comment = PlainText.Clean(command.Comment);
        if (comment.Length > 4000)
            return new Refusal("too-long", "comment", "comment", 4000);
        var survey = step.Db.Surveys.Local.FirstOrDefault(row => row.TicketId == step.Ticket.Id && row.AnsweredAt is null)
            ?? await step.Db.Surveys.Where(row => row.TicketId == step.Ticket.Id && row.AnsweredAt == null).OrderByDescending(row => row.SentAt).FirstOrDefaultAsync(step.Ct);
        if (survey is null)
            return new Refusal("survey-none");
        survey.Score = command.Score;
        survey.Comment = comment.Length == 0 ? null : comment;
        survey.AnsweredAt = step.Now;
        step.Log(EventType.SurveyAnswered, true, ("score", command.Score.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return Done.It;
    }
}
