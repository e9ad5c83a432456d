using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Dmn;

public sealed class TableTests
{
    private static readonly string[] NumberCells = ["-", "5", "< 3", ">= 7", "[2..6)", "not(4)", "1, 2, > 8", "null", "not(null)", "-1", "limit", "> limit", "? > 2 and ? < 9", "\"x\""];
    private static readonly string[] TextCells = ["-", "\"a\"", "\"a\", \"b\"", "not(\"a\")", "null", "word", "< \"b\"", "starts with(?, \"a\")", "[\"a\"..\"b\"]", "not(null)", "true"];
    private static readonly object?[] Numbers = [.. Enumerable.Range(-2, 13).Select(i => (object?)(FeelNumber)i), FeelNumber.Parse("2.5"), null, "x", true];
    private static readonly object?[] Texts = ["a", "b", "ab", "zz", "", null, (FeelNumber)1, true];

    [Fact]
    public void An_indexed_table_matches_what_its_cells_say_one_by_one()
    {
        var random = new Random(42);
        for (var round = 0; round < 150; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 80)).Select(_ => (Number: Pick(random, NumberCells), Text: Pick(random, TextCells))).ToArray();
            var file = Tables.File("COLLECT", "n:Any, t:Any, limit:number, word:string", "number", [.. rows.Select((r, i) => $"{r.Number} | {r.Text} | - | - : {i}")]);
            var model = DmnReader.Read(file).Model!;
            for (var probe = 0; probe < 20; probe++)
            {
                var (n, t) = (Numbers[random.Next(Numbers.Length)], Texts[random.Next(Texts.Length)]);
                var inputs = FeelContext.Empty.With("n", n).With("t", t).With("limit", (FeelNumber)4).With("word", "ab");
                var expected = rows.Select((r, i) => (r, i)).Where(x => Accepts(x.r.Number, n, inputs) && Accepts(x.r.Text, t, inputs)).Select(x => (object?)(FeelNumber)x.i).ToList();
                FeelValue.Write(model.Decide("result", inputs).Value).Should().Be(expected.Count == 0 ? "null" : FeelValue.Write(new FeelList(expected)));
            }
        }
    }

    [Theory]
    [InlineData("UNIQUE", null)]
    [InlineData("FIRST", "1")]
    [InlineData("ANY", null)]
    [InlineData("RULE ORDER", "[1, 2, 1]")]
    [InlineData("COLLECT", "[1, 2, 1]")]
    [InlineData("COLLECT\" aggregation=\"SUM", "4")]
    [InlineData("COLLECT\" aggregation=\"MIN", "1")]
    [InlineData("COLLECT\" aggregation=\"MAX", "2")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "3")]
    public void Hit_policies_combine_the_matches(string policy, string? expected) =>
        FeelValue.Write(DmnReader.Read(Tables.File(policy, "n:number", "number", "> 0 : 1", "> 1 : 2", "> 2 : 1", "> 99 : 7")).Model!
            .Decide("result", FeelContext.Empty.With("n", (FeelNumber)5)).Value).Should().Be(expected ?? "null");

    [Fact]
    public void An_error_names_decision_rule_column_line_and_column()
    {
        var model = DmnReader.Read(Tables.File("FIRST", "n:number", "number", "> 0 : 1 +\n missing")).Model!;
        model.Decide("result", FeelContext.Empty.With("n", (FeelNumber)5)).Diagnostics[0]
            .Should().Be(new FeelDiagnostic("name", "Nothing is named 'missing'", "Decision 'result', rule 1, output 'result'", 2, 2));
    }

    [Fact]
    public void A_new_version_tells_what_it_would_change()
    {
        var before = DmnReader.Read(Tables.File("FIRST", "n:number", "string", "> 5 : \"big\"", "- : \"small\"")).Model!;
        var after = DmnReader.Read(Tables.File("FIRST", "n:number", "string", "> 7 : \"big\"", "- : \"small\"")).Model!;
        var cases = Enumerable.Range(1, 10).Select(i => ($"T-{i}", FeelContext.Empty.With("n", (FeelNumber)i)));
        DmnDifference.Compare(before, after, "result", cases).Select(c => (c.Key, c.Before.Value, c.After.Value))
            .Should().Equal(("T-6", "big", "small"), ("T-7", "big", "small"));
    }

    [Fact]
    public void One_model_serves_many_threads()
    {
        var model = DmnReader.Read(Tables.File("FIRST", "n:number", "number", "< 50 : n * 2", "- : n")).Model!;
        Parallel.For(0, 20_000, i =>
        {
            var n = i % 100;
            model.Decide("result", FeelContext.Empty.With("n", (FeelNumber)n)).Value.Should().Be((FeelNumber)(n < 50 ? n * 2 : n));
        });
    }

    private static string Pick(Random random, string[] cells) => cells[random.Next(cells.Length)];

    private static bool Accepts(string cell, object? value, FeelContext scope) => FeelUnaryTests.Parse(cell).Evaluate(value, scope) == true;
}
