using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Graballo.Server.Startup;

/// <summary>How often one address may ask without or before signing in.</summary>
internal static class RateLimits
{
    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            var path = context.Request.Path;
            if (path.StartsWithSegments("/state") || path.StartsWithSegments("/api/state"))
                return Window(context, "state", 30);
            if (path.StartsWithSegments("/api/callbacks"))
                return Window(context, "callbacks", 300);
            return path.StartsWithSegments("/sign-in") && HttpMethods.IsPost(context.Request.Method)
                ? Window(context, "sign-in", 20)
                : RateLimitPartition.GetNoLimiter("");
        });
        options.OnRejected = (rejected, _) =>
        {
            var context = rejected.HttpContext;
            context.Response.Headers.RetryAfter = "60";
            if (context.Request.Path.StartsWithSegments("/sign-in"))
            {
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = "/sign-in?error=slow";
            }
            return ValueTask.CompletedTask;
        };
    }

    private static RateLimitPartition<string> Window(HttpContext context, string name, int perMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(
            name + " " + context.Connection.RemoteIpAddress,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 });
}
