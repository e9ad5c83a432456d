using System.Globalization;
using System.Numerics;
using CsCheck;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Properties;

/// <summary>Arithmetic, logic and calendars against independent calculations.</summary>
public sealed class OracleTests
{
    private static readonly Gen<decimal> Small = Gen.Select(Gen.Long[-999_999_999, 999_999_999], Gen.Int[0, 6], (n, scale) => new decimal((int)Math.Abs(n), 0, 0, n < 0, (byte)scale));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly bool?[] Truths = [true, false, null];

    [Fact]
    public void Sums_and_products_agree_with_decimal() => Gen.Select(Small, Small).Sample((a, b) =>
    {
        FeelNumber.Add(a, b)!.Value.ToDecimal().Should().Be(a + b);
        FeelNumber.Subtract(a, b)!.Value.ToDecimal().Should().Be(a - b);
        FeelNumber.Multiply(a, b)!.Value.ToDecimal().Should().Be(a * b);
        ((FeelNumber)a).CompareTo(b).Should().Be(a.CompareTo(b));
    });

    [Fact]
    public void Rounding_agrees_with_decimal() => Gen.Select(Small, Gen.Int[0, 5]).Sample((a, scale) =>
    {
        FeelNumber n = a;
        n.Round(scale, FeelRounding.HalfEven)!.Value.ToDecimal().Should().Be(Math.Round(a, scale, MidpointRounding.ToEven));
        n.Round(scale, FeelRounding.HalfUp)!.Value.ToDecimal().Should().Be(Math.Round(a, scale, MidpointRounding.AwayFromZero));
        n.Round(scale, FeelRounding.Down)!.Value.ToDecimal().Should().Be(Math.Round(a, scale, MidpointRounding.ToZero));
        n.Round(scale, FeelRounding.Floor)!.Value.ToDecimal().Should().Be(Math.Round(a, scale, MidpointRounding.ToNegativeInfinity));
        n.Round(scale, FeelRounding.Ceiling)!.Value.ToDecimal().Should().Be(Math.Round(a, scale, MidpointRounding.ToPositiveInfinity));
    });

    [Fact]
    public void A_quotient_is_the_nearest_of_34_digits() => Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((a, b) =>
    {
        var q = FeelNumber.Divide(a, b)!.Value;
        // |q·b - a| ≤ half a unit in the last of 34 digits, times b: checked in whole numbers.
        var shift = BigInteger.Pow(10, 80);
        var scaled = BigInteger.Parse(q.ToString().Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            * BigInteger.Pow(10, 80 - (q.ToString().Contains('.') ? q.ToString().Length - q.ToString().IndexOf('.') - 1 : 0));
        var error = BigInteger.Abs((scaled * b) - (shift * a));
        // The first digit of q tells the weight of its 34th.
        var unit = BigInteger.Pow(10, (int)Math.Floor(BigInteger.Log10(scaled) + 1e-12) - 33);
        (error * 2).Should().BeLessThanOrEqualTo(unit * b);
    });

    [Fact]
    public void Three_valued_logic_follows_its_tables()
    {
        foreach (var a in Truths)
        {
            foreach (var b in Truths)
            {
                Logic(a, "and", b).Should().Be(a == false || b == false ? false : a is null || b is null ? null : true);
                Logic(a, "or", b).Should().Be(a == true || b == true ? true : a is null || b is null ? null : false);
                Value($"not({Word(a)} and {Word(b)})").Should().Be(Value($"not({Word(a)}) or not({Word(b)})"));
            }
        }
    }

    [Fact]
    public void Calendars_agree_with_the_platform() => Gen.Select(Days, Gen.Int[-40_000, 40_000]).Sample((day, move) =>
    {
        var date = FeelDate.FromDateOnly(day);
        date.Weekday.Should().Be(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek);
        date.DayOfYear.Should().Be(day.DayOfYear);
        FeelDate.FromEpochDay(date.EpochDay).Should().Be(date);
        var target = day.DayNumber + move;
        if (target >= 0 && target <= DateOnly.MaxValue.DayNumber) FeelDate.FromEpochDay(date.EpochDay + move).Should().Be(FeelDate.FromDateOnly(DateOnly.FromDayNumber(target)));
        if (day.Year is > 3 and < 9996) Value($"week of year(@\"{date}\")").Should().Be((FeelNumber)ISOWeek.GetWeekOfYear(day.ToDateTime(default)));
    });

    [Fact]
    public void Months_agree_with_the_platform() => Gen.Select(Days, Gen.Int[-5_000, 5_000]).Sample((day, months) =>
    {
        var index = (day.Year * 12) + day.Month - 1 + months;
        if (index is < 12 or >= 120_000) return;
        FeelDate.FromDateOnly(day).AddMonths(months).Should().Be(FeelDate.FromDateOnly(day.AddMonths(months)));
    });

    [Fact]
    public void Instants_agree_with_the_platform() => Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Long[-1_000_000_000, 1_000_000_000]).Sample((seconds, move) =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
        var start = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone);
        // In the hour that autumn repeats, a local text has two meanings.
        if (zone.IsAmbiguousTime(start.DateTime)) return;
        var expected = TimeZoneInfo.ConvertTime(start.AddSeconds(move), zone).DateTime;
        var sum = (FeelDateTime)Value($"@\"{start.DateTime:yyyy-MM-ddTHH:mm:ss}@America/Santiago\" + duration(\"{DaysTimeDuration.FromSeconds(move)}\")")!;
        $"{sum.Date}T{sum.Time.Hour:00}:{sum.Time.Minute:00}:{sum.Time.Second:00}".Should().Be(expected.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
    });

    private static object? Value(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty);

    private static bool? Logic(bool? a, string op, bool? b) => (bool?)Value($"{Word(a)} {op} {Word(b)}");

    private static string Word(bool? value) => value switch { true => "true", false => "false", null => "null" };
}
