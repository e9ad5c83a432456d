using Graballo.Desk.Accounts;
using Graballo.Desk.Attachments;

namespace Graballo.Server.Endpoints;

/// <summary>Files of messages, for those who may see the message.</summary>
internal static class AttachmentFiles
{
    public static void MapAttachments(this IEndpointRouteBuilder app) =>
        app.MapGet("/attachments/{id:guid}", async (Guid id, ReadAttachmentHandler read, HttpContext context, CancellationToken ct) =>
        {
            var found = await read.Handle(new ReadAttachment(id), DeskClaims.ActorOf(context.User), ct);
            if (!found.Ok)
                return Results.NotFound();
            // Pictures and PDF may be looked at; everything else is saved. Nothing may run.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            context.Response.Headers.CacheControl = "private, max-age=3600";
            var shown = found.Value.ContentType.StartsWith("image/", StringComparison.Ordinal);
            return Results.File(found.Value.Content, found.Value.ContentType, shown ? null : found.Value.FileName);
        }).RequireAuthorization().ExcludeFromDescription();
}
