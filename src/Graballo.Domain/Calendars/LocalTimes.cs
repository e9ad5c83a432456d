namespace Graballo.Domain.Calendars;

/// <summary>Instants of local times, through both changes of daylight saving.</summary>
internal static class LocalTimes
{
    /// <summary>A time that daylight saving skips is the moment of the jump; one that it repeats is its first pass.</summary>
    public static long UtcTicks(TimeZoneInfo zone, DateTime local)
    {
        if (zone.IsInvalidTime(local))
            return Jump(zone, local);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return local.Ticks - offset.Ticks;
    }

    // The first second at which the zone's clocks show the skipped time or a later one.
    private static long Jump(TimeZoneInfo zone, DateTime local)
    {
        const long margin = 26 * TimeSpan.TicksPerHour;
        long before = local.Ticks - margin, after = local.Ticks + margin;
        while (after - before > TimeSpan.TicksPerSecond)
        {
            var middle = before + ((after - before) / 2 / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            if (TimeZoneInfo.ConvertTimeFromUtc(new DateTime(middle, DateTimeKind.Utc), zone) < local)
                before = middle;
            else
                after = middle;
        }
        return after;
    }
}
