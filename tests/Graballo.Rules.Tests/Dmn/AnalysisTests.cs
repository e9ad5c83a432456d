using Graballo.Rules.Conformance;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Dmn;

public sealed class AnalysisTests
{
    [Fact]
    public void A_complete_table_without_overlaps_has_no_findings() =>
        Analyze("UNIQUE", "age:number, segment:string", "string", "< 18 | - : \"a\"", "[18..65] | \"vip\" : \"b\"", "[18..65] | not(\"vip\") : \"c\"", "> 65 | - : \"d\"")
            .Should().BeEmpty();

    [Fact]
    public void A_gap_comes_with_a_counter_example() =>
        Analyze("UNIQUE", "age:number, segment:string", "string", "< 18 | - : \"a\"", "> 18 | \"vip\" : \"b\"").Should().ContainSingle(f => f.Code == "gap")
            .Which.Message.Should().Contain("age = 18");

    [Fact]
    public void An_overlap_comes_with_a_counter_example() =>
        Analyze("UNIQUE", "age:number", "string", "<= 18 : \"a\"", ">= 18 : \"b\"").Should().ContainSingle(f => f.Code == "overlap")
            .Which.Message.Should().Contain("rule 2").And.Contain("overlaps rule 1").And.Contain("age = 18");

    [Fact]
    public void Equal_outputs_may_overlap_under_any() => Analyze("ANY", "age:number", "string", "<= 18 : \"a\"", "- : \"a\"").Should().BeEmpty();

    [Fact]
    public void A_masked_rule_is_told() =>
        Analyze("FIRST", "age:number, segment:string", "string", "< 18 | - : \"a\"", ">= 18 | - : \"b\"", "20 | \"vip\" : \"c\"")
            .Should().ContainSingle().Which.Should().Match<DmnFinding>(f => f.Code == "masked" && f.Message.Contains("rule 3"));

    [Fact]
    public void A_rule_that_cannot_match_is_told() =>
        Analyze("FIRST", "age:number", "string", "[10..5] : \"a\"", "- : \"b\"").Should().ContainSingle(f => f.Code == "unreachable");

    [Theory]
    [InlineData("<outputValues><text>\"a\", \"b\"</text></outputValues>", "\"a\"", "\"x\" is not among the values that are known: \"a\", \"b\"")]
    [InlineData("", "\"a\", \"b\"", "no rule of 'reader' knows \"x\"; they expect \"a\", \"b\"")]
    [InlineData("", "-", null)]
    public void An_output_that_nobody_knows_is_told(string listed, string readerCell, string? told)
    {
        var xml = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">"
            + "<decision id=\"d\" name=\"source\"><variable name=\"source\"/><decisionTable hitPolicy=\"FIRST\"><output name=\"o\" typeRef=\"string\">" + listed
            + "</output><rule><outputEntry><text>\"x\"</text></outputEntry></rule></decisionTable></decision>"
            + "<decision id=\"r\" name=\"reader\"><variable name=\"reader\"/><informationRequirement><requiredDecision href=\"#d\"/></informationRequirement>"
            + "<decisionTable hitPolicy=\"FIRST\"><input label=\"source\"><inputExpression typeRef=\"string\"><text>source</text></inputExpression></input><output name=\"p\" typeRef=\"string\"/>"
            + "<rule><inputEntry><text>" + readerCell + "</text></inputEntry><outputEntry><text>\"y\"</text></outputEntry></rule></decisionTable></decision></definitions>";
        var found = DmnAnalysis.Analyze(DmnReader.Read(xml).Model!).Where(f => f.Code == "unknown-output").Select(f => f.Message).ToList();
        if (told is null)
            found.Should().BeEmpty();
        else
            found.Should().Contain(message => message.EndsWith(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_constant_of_another_type_is_told() =>
        Analyze("FIRST", "age:number", "number", "\"x\" : 1", "- : \"y\"").Where(f => f.Code == "type").Should().HaveCount(2);

    [Fact]
    public void An_unknown_name_is_told_with_its_cell() =>
        Analyze("FIRST", "age:number", "number", "> limit : age * rate", "- : 1").Where(f => f.Code == "name").Select(f => f.Message)
            .Should().Equal("Decision 'result', rule 1, column 'age': nothing is named 'limit'", "Decision 'result', rule 1, output 'result': nothing is named 'rate'");

    [Fact]
    public void Dates_and_durations_have_gaps_too() =>
        Analyze("UNIQUE", "day:date", "string", "< date(\"2026-01-01\") : \"a\"", "> date(\"2026-01-01\") : \"b\"").Should().ContainSingle()
            .Which.Message.Should().Contain("2026-01-01");

    [Fact]
    public void A_cycle_is_told()
    {
        const string Xml = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
              <decision id="a" name="a"><variable name="a"/><informationRequirement><requiredDecision href="#b"/></informationRequirement><literalExpression><text>b</text></literalExpression></decision>
              <decision id="b" name="b"><variable name="b"/><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision>
            </definitions>
            """;
        DmnReader.Read(Xml).Findings.Where(f => f.Code == "cycle").Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(PolicyTests.Files), MemberType = typeof(PolicyTests))]
    public void The_shipped_decisions_have_no_findings(string file) =>
        DmnAnalysis.Analyze(DmnReader.Read(PolicyTests.Text(file)).Model!).Should().BeEmpty();

    [Fact]
    public void A_check_lists_findings_and_totals()
    {
        var file = Path.Combine(Path.GetTempPath(), $"check-{Environment.ProcessId}.dmn");
        File.WriteAllText(file, Tables.File("UNIQUE", "age:number", "string", "< 18 : \"a\"", "> 18 : \"b\""));
        using var output = new StringWriter();
        DmnCheck.Run([file], output).Should().Be((0, 1));
        File.Delete(file);
        output.ToString().Should().Contain("Warning gap").And.EndWith("0 errors, 1 warnings" + Environment.NewLine);
    }

    [Theory]
    [InlineData("string")]
    [InlineData("number")]
    public void A_large_table_is_not_accused(string type)
    {
        string[] rules = [.. Enumerable.Range(0, 900).Select(i => (type == "string" ? $"\"v{i}\"" : $"{i}") + $" : {i}")];
        Analyze("UNIQUE", $"x:{type}", "number", rules).Should().OnlyContain(f => f.Code == "gap");
    }

    [Fact]
    public void A_table_that_is_too_large_says_so()
    {
        string[] rules = [.. Enumerable.Range(0, 2_000).Select(i => $"{i} : {i}")];
        Analyze("UNIQUE", "x:number", "number", rules).Should().ContainSingle().Which.Should().Match<DmnFinding>(f => f.Code == "large" && f.Severity == DmnSeverity.Information);
    }

    [Theory]
    [InlineData("number", "")]
    [InlineData("Any", "")]
    public void A_rule_that_only_null_reaches_is_not_masked(string type, string expected) =>
        string.Join(",", Analyze("FIRST", $"x:{type}", "string", "< 10 : \"a\"", ">= 10 : \"b\"", "- : \"c\"").Select(f => f.Code)).Should().Be(expected);

    [Fact]
    public void A_rule_after_one_that_takes_null_too_is_masked() =>
        Analyze("FIRST", "x:number", "string", "< 10, null : \"a\"", ">= 10 : \"b\"", "- : \"c\"").Should().ContainSingle(f => f.Code == "masked");

    [Fact]
    public void A_value_of_another_kind_is_a_case_of_a_column_without_a_type() =>
        Analyze("FIRST", "x:Any", "string", "< 10, null : \"a\"", ">= 10 : \"b\"", "- : \"c\"").Should().BeEmpty();

    [Fact]
    public void Values_outside_the_type_of_the_input_are_no_gap()
    {
        var xml = Tables.File("UNIQUE", "x:tX", "number", "\"a\" : 1", "\"b\" : 2")
            .Replace("<inputData", "<itemDefinition name=\"tX\"><typeRef>string</typeRef><allowedValues><text>\"a\",\"b\"</text></allowedValues></itemDefinition><inputData", StringComparison.Ordinal);
        DmnAnalysis.Analyze(DmnReader.Read(xml).Model!).Should().BeEmpty();
        DmnAnalysis.Analyze(DmnReader.Read(xml.Replace("inputExpression typeRef=\"tX\"", "inputExpression typeRef=\"string\"", StringComparison.Ordinal)).Model!).Should().BeEmpty();
    }

    [Fact]
    public void Columns_that_ask_the_same_are_one()
    {
        var xml = Tables.File("UNIQUE", "x:number, y:number", "number", "< 5 | < 5 : 1", ">= 5 | >= 5 : 2").Replace("<text>y</text>", "<text>x</text>", StringComparison.Ordinal);
        DmnAnalysis.Analyze(DmnReader.Read(xml).Model!).Should().BeEmpty();
    }

    [Theory]
    [InlineData("< )", "syntax")]
    [InlineData("\"x\"", "type")]
    public void A_broken_cell_has_one_finding(string cell, string code) =>
        Analyze("UNIQUE", "x:number", "number", "< 5 : 1", cell + " : 2", "> 7 : 3").Select(f => f.Code).Should().Equal(code);

    [Theory]
    [InlineData("time", "< time(\"10:00:00\") : 1", ">= time(\"10:00:00\") : 2")]
    [InlineData("dateTime", "< date and time(\"2026-01-01T10:00:00\") : 1", ">= date and time(\"2026-01-01T10:00:00\") : 2")]
    [InlineData("dateTime", "< date and time(\"2026-01-01T10:00:00Z\") : 1", ">= date and time(\"2026-01-01T10:00:00Z\") : 2")]
    [InlineData("yearMonthDuration", "< duration(\"P1Y\") : 1", ">= duration(\"P1Y\") : 2")]
    [InlineData("string", "< \"m\" : 1", ">= \"m\" : 2")]
    [InlineData("string", "< \"A\" : 1", "[\"A\"..\"m\"] : 2", "> \"m\" : 3")]
    public void Every_kind_of_value_has_an_order(string type, params string[] rules) => Analyze("UNIQUE", "x:" + type, "number", rules).Should().BeEmpty();

    [Theory]
    [InlineData("abs(1, 2)", "call")]
    [InlineData("substring(text: \"a\", start position: 1)", "call")]
    [InlineData("1 + \"a\"", "operands")]
    [InlineData("\"a\"", "result")]
    [InlineData("string length(\"a\")", "")]
    [InlineData("{abs: function(a, b) a, r: abs(1, 2)}.r", "")]
    public void An_expression_that_cannot_work_is_told(string text, string code) => Codes("<decision id=\"d\" name=\"d\"><variable name=\"d\" typeRef=\"number\"/><literalExpression><text>"
        + System.Security.SecurityElement.Escape(text) + "</text></literalExpression></decision>").Should().Be(code);

    [Theory]
    [InlineData("<decision id=\"d\" name=\"d\"><variable name=\"d\"/></decision>", "logic")]
    [InlineData("<businessKnowledgeModel id=\"k\" name=\"k\"><variable name=\"k\"/><encapsulatedLogic kind=\"Java\"><context/></encapsulatedLogic></businessKnowledgeModel>", "external")]
    [InlineData("<itemDefinition name=\"a\"><typeRef>b</typeRef></itemDefinition><itemDefinition name=\"b\"><typeRef>a</typeRef></itemDefinition>", "cycle,cycle")]
    [InlineData("<itemDefinition name=\"a\"><itemComponent name=\"next\"><typeRef>a</typeRef></itemComponent></itemDefinition>", "")]
    [InlineData("<businessKnowledgeModel id=\"k\" name=\"k\"><variable name=\"k\"/><encapsulatedLogic><literalExpression><text>m()</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href=\"#m\"/></knowledgeRequirement></businessKnowledgeModel>"
        + "<businessKnowledgeModel id=\"m\" name=\"m\"><variable name=\"m\"/><encapsulatedLogic><literalExpression><text>k()</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement></businessKnowledgeModel>", "cycle,cycle")]
    public void A_part_that_cannot_work_is_told(string parts, string code) => Codes(parts).Should().Be(code);

    [Theory]
    [InlineData("BOGUS", "policy")]
    [InlineData("COLLECT\" aggregation=\"AVG", "policy")]
    [InlineData("PRIORITY", "ranking")]
    [InlineData("OUTPUT ORDER", "ranking")]
    [InlineData("UNIQUE", "")]
    public void A_hit_policy_that_cannot_work_is_told(string policy, string code) =>
        string.Join(",", Analyze(policy, "x:number", "number", "< 5 : 1", ">= 5 : 2").Select(f => f.Code)).Should().Be(code);

    [Fact]
    public void A_rule_with_other_cells_than_columns_is_told() =>
        Analyze("FIRST", "x:number", "number", "< 5 | 3 : 1", "- : 2").Should().ContainSingle(f => f.Code == "entries");

    [Theory]
    [InlineData("<text>1 &lt; 2 &lt; &lt; 3</text>", 15)]
    [InlineData("<text a=\"b\">1 +</text>", 4)]
    [InlineData("<text><![CDATA[1 < 2 < < 3]]></text>", 18)]
    public void A_syntax_error_stands_where_the_file_has_it(string text, int offset)
    {
        var xml = Xml("<decision id=\"d\" name=\"d\"><variable name=\"d\"/><literalExpression>" + text + "</literalExpression></decision>");
        var found = DmnReader.Read(xml).Findings.Should().ContainSingle(f => f.Code == "syntax").Subject;
        (found.Column - (xml.IndexOf("<text", StringComparison.Ordinal) + text.IndexOf('>') + 2)).Should().Be(offset - 1);
    }

    [Theory]
    [InlineData("number", "", "\"a\"", "null")]
    [InlineData("string", "<outputValues><text>\"b\", \"c\"</text></outputValues>", "\"a\"", "null")]
    [InlineData("string", "<outputValues><text>\"b\", \"c\"</text></outputValues>", "\"b\"", "\"b\"")]
    public void An_output_is_of_its_column(string type, string listed, string cell, string expected)
    {
        var xml = Tables.File("FIRST", "x:number", type, "- : " + cell).Replace($"<output name=\"result\" typeRef=\"{type}\"/>", $"<output name=\"result\" typeRef=\"{type}\">{listed}</output>", StringComparison.Ordinal);
        var result = DmnReader.Read(xml).Model!.Decide("result", FeelContext.Empty.With("x", (FeelNumber)1));
        FeelValue.Write(result.Value).Should().Be(expected);
        result.Diagnostics.Should().HaveCount(expected == "null" ? 1 : 0);
    }

    [Fact]
    public void A_type_inside_itself_is_checked_at_every_level()
    {
        var model = DmnReader.Read(Xml("<itemDefinition name=\"tNode\"><itemComponent name=\"n\"><typeRef>number</typeRef></itemComponent><itemComponent name=\"next\"><typeRef>tNode</typeRef></itemComponent></itemDefinition>"
            + "<inputData id=\"x\" name=\"x\"><variable name=\"x\" typeRef=\"tNode\"/></inputData><decision id=\"d\" name=\"d\"><variable name=\"d\"/><informationRequirement><requiredInput href=\"#x\"/></informationRequirement>"
            + "<literalExpression><text>x.n</text></literalExpression></decision>")).Model!;
        FeelContext Node(object? n, object? next) => FeelContext.Empty.With("n", n).With("next", next);
        object? Decided(object? deepest) => model.Decide("d", FeelContext.Empty.With("x", Node((FeelNumber)1, Node((FeelNumber)2, Node(deepest, null))))).Value;
        Decided((FeelNumber)3).Should().Be((FeelNumber)1);
        Decided("x").Should().BeNull();
    }

    private static string Xml(string parts) => "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">" + parts + "</definitions>";

    private static string Codes(string parts) => string.Join(",", DmnAnalysis.Analyze(DmnReader.Read(Xml(parts)).Model!).Select(f => f.Code));

    private static IReadOnlyList<DmnFinding> Analyze(string policy, string inputs, string output, params string[] rules) =>
        DmnAnalysis.Analyze(DmnReader.Read(Tables.File(policy, inputs, output, rules)).Model!);
}
