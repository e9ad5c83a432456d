using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Dmn;

/// <summary>Requirements, imports, services, functions and types (DMN 1.5 chapters 6, 7 and §10.4).</summary>
public sealed class GraphTests
{
    private const string Library = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="lib" namespace="urn:lib">
          <itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent></itemDefinition>
          <inputData id="p" name="Person"><variable name="Person" typeRef="tPerson"/></inputData>
          <decision id="greeting" name="Greeting"><variable name="Greeting" typeRef="string"/>
            <informationRequirement><requiredInput href="#p"/></informationRequirement>
            <knowledgeRequirement><requiredKnowledge href="#hello"/></knowledgeRequirement>
            <literalExpression><text>say hello(Person.full name)</text></literalExpression></decision>
          <businessKnowledgeModel id="hello" name="say hello"><variable name="say hello"/>
            <encapsulatedLogic><formalParameter name="who" typeRef="string"/><literalExpression><text>"Hello " + who</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        </definitions>
        """;

    private const string Main = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="main" namespace="urn:main">
          <import name="my lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
          <inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
          <inputData id="others" name="others"><variable name="others" typeRef="my lib.tPerson"/></inputData>
          <decision id="twice" name="twice"><variable name="twice" typeRef="number"/>
            <informationRequirement><requiredInput href="#n"/></informationRequirement><literalExpression><text>n * 2</text></literalExpression></decision>
          <decision id="sum" name="sum up"><variable name="sum up" typeRef="number"/>
            <informationRequirement><requiredDecision href="#twice"/></informationRequirement>
            <informationRequirement><requiredInput href="#n"/></informationRequirement><literalExpression><text>twice + n</text></literalExpression></decision>
          <decision id="imported" name="imported"><variable name="imported"/>
            <informationRequirement><requiredDecision href="urn:lib#greeting"/></informationRequirement>
            <informationRequirement><requiredInput href="#others"/></informationRequirement>
            <knowledgeRequirement><requiredKnowledge href="urn:lib#hello"/></knowledgeRequirement>
            <literalExpression><text>my lib.Greeting + "/" + my lib.say hello(others.full name)</text></literalExpression></decision>
          <decisionService id="s1" name="triple"><variable name="triple"/>
            <outputDecision href="#sum"/><encapsulatedDecision href="#twice"/><inputData href="#n"/></decisionService>
          <decisionService id="s2" name="both"><variable name="both"/>
            <outputDecision href="#sum"/><outputDecision href="#twice"/><inputData href="#n"/></decisionService>
          <decisionService id="s3" name="given"><variable name="given"/>
            <outputDecision href="#sum"/><inputDecision href="#twice"/><inputData href="#n"/></decisionService>
          <decision id="caller" name="caller"><variable name="caller"/>
            <knowledgeRequirement><requiredKnowledge href="#s1"/></knowledgeRequirement>
            <knowledgeRequirement><requiredKnowledge href="#s2"/></knowledgeRequirement>
            <knowledgeRequirement><requiredKnowledge href="#s3"/></knowledgeRequirement>
            <knowledgeRequirement><requiredKnowledge href="#fact"/></knowledgeRequirement>
            <knowledgeRequirement><requiredKnowledge href="#java"/></knowledgeRequirement>
            <literalExpression><text>[triple(5), both(n: 1).twice, given(1, 10), fact(5), triple("x"), java(1)]</text></literalExpression></decision>
          <businessKnowledgeModel id="fact" name="fact"><variable name="fact" typeRef="number"/>
            <encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>if n &lt; 2 then 1 else n * fact(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
          <businessKnowledgeModel id="java" name="java"><variable name="java"/>
            <encapsulatedLogic kind="Java"><formalParameter name="n" typeRef="number"/><context/></encapsulatedLogic></businessKnowledgeModel>
        </definitions>
        """;

    private static readonly DmnReading Reading = DmnReader.Read(Main, space => space == "urn:lib" ? Library : null);

    private static DmnModel Model => Reading.Model!;

    [Fact]
    public void The_file_reads_without_findings() => Reading.Findings.Should().BeEmpty();

    [Fact]
    public void What_is_missing_is_told_once_with_its_place()
    {
        const string Xml = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
              <decision id="d" name="d"><variable name="d" typeRef="tMissing"/>
                <informationRequirement><requiredInput href="#gone"/></informationRequirement>
                <literalExpression><text>1 +
                  )</text></literalExpression></decision>
            </definitions>
            """;
        DmnReader.Read(Xml).Findings.Select(f => (f.Code, f.ElementId, f.Line)).Should().BeEquivalentTo([("type", "d", 2), ("reference", "d", 2), ("syntax", "d", 5)]);
    }

    [Fact]
    public void Decisions_use_what_they_require() =>
        Model.Decide("sum up", FeelContext.Empty.With("n", (FeelNumber)5)).Value.Should().Be((FeelNumber)15);

    [Fact]
    public void Imported_elements_have_the_name_of_the_import()
    {
        var person = FeelContext.Empty.With("full name", "Ana");
        var other = FeelContext.Empty.With("full name", "Eva");
        var inputs = FeelContext.Empty.With("my lib", FeelContext.Empty.With("Person", person)).With("others", other);
        Model.Decide("imported", inputs).Value.Should().Be("Hello Ana/Hello Eva");
    }

    [Fact]
    public void Services_and_models_are_functions()
    {
        var result = Model.Decide("caller", FeelContext.Empty);
        FeelValue.Write(result.Value).Should().Be("[15, 2, 11, 120, null, null]");
        result.Diagnostics.Select(d => d.Code).Should().Contain(["argument", "external"]);
    }

    [Fact]
    public void A_service_is_invoked_by_the_names_of_its_inputs() =>
        FeelValue.Write(Model.InvokeService("both", FeelContext.Empty.With("n", (FeelNumber)4)).Value).Should().Be("{sum up: 12, twice: 8}".Replace("sum up", "\"sum up\"", StringComparison.Ordinal));

    [Fact]
    public void An_input_of_another_type_is_null_with_the_reason()
    {
        var result = Model.Decide("twice", FeelContext.Empty.With("n", "five"));
        result.Value.Should().BeNull();
        result.Diagnostics.Should().Contain(d => d.Code == "type" && d.Where == "Input 'n'");
    }

    [Theory]
    [InlineData("[1]", "number", "1")]
    [InlineData("1", "tList", "[1]")]
    [InlineData("\"1\"", "number", "null")]
    [InlineData("\"red\"", "tColour", "\"red\"")]
    [InlineData("\"pink\"", "tColour", "null")]
    [InlineData("[\"red\", \"blue\"]", "tColours", "[\"red\", \"blue\"]")]
    [InlineData("[\"red\", \"pink\"]", "tColours", "null")]
    [InlineData("[1, 2, 3]", "tShort", "null")]
    [InlineData("{x: 1, y: \"a\"}", "tPoint", "{x: 1, y: \"a\"}")]
    [InlineData("{x: 1}", "tPoint", "null")]
    [InlineData("@\"2026-01-01\"", "dateTime", "@\"2026-01-01T00:00:00Z\"")]
    [InlineData("function(a: number) a", "tFunction", "function")]
    public void A_result_is_converted_to_its_type_or_null(string text, string type, string expected)
    {
        var xml = $"""
            <definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" name="t" namespace="urn:t">
              <itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>
              <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues></itemDefinition>
              <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef></itemDefinition>
              <itemDefinition name="tShort" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
              <itemDefinition name="tPoint"><itemComponent name="x"><typeRef>number</typeRef></itemComponent><itemComponent name="y"><typeRef>string</typeRef></itemComponent></itemDefinition>
              <itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="a" typeRef="number"/></functionItem></itemDefinition>
              <decision id="d" name="d"><variable name="d" typeRef="{type}"/><literalExpression><text>{text.Replace("<", "&lt;", StringComparison.Ordinal)}</text></literalExpression></decision>
            </definitions>
            """;
        var reading = DmnReader.Read(xml);
        reading.Findings.Should().BeEmpty();
        FeelValue.Write(reading.Model!.Decide("d", FeelContext.Empty).Value).Should().Be(expected);
    }

    [Theory]
    [InlineData("<conditional><if><literalExpression><text>1 > 0</text></literalExpression></if><then><literalExpression><text>1</text></literalExpression></then><else><literalExpression><text>2</text></literalExpression></else></conditional>", "1")]
    [InlineData("<filter><in><literalExpression><text>[1, 2, 3]</text></literalExpression></in><match><literalExpression><text>item > 1</text></literalExpression></match></filter>", "[2, 3]")]
    [InlineData("<every iteratorVariable=\"x\"><in><literalExpression><text>[1, 2]</text></literalExpression></in><satisfies><literalExpression><text>x > 0</text></literalExpression></satisfies></every>", "true")]
    [InlineData("<relation><column name=\"a\"/><column name=\"b\"/><row><literalExpression><text>1</text></literalExpression><literalExpression><text>2</text></literalExpression></row></relation>", "[{a: 1, b: 2}]")]
    [InlineData("<context><contextEntry><variable name=\"a\"/><literalExpression><text>1</text></literalExpression></contextEntry><contextEntry><literalExpression><text>a + 1</text></literalExpression></contextEntry></context>", "2")]
    [InlineData("<invocation><literalExpression><text>sum</text></literalExpression><binding><parameter name=\"list\"/><literalExpression><text>[1, 2]</text></literalExpression></binding></invocation>", "3")]
    [InlineData("<literalExpression><text>1 +</text></literalExpression>", "null")]
    public void Boxed_expressions_have_their_value(string box, string expected)
    {
        var xml = $"<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"t\" namespace=\"urn:t\"><decision id=\"d\" name=\"d\"><variable name=\"d\"/>{box}</decision></definitions>";
        FeelValue.Write(DmnReader.Read(xml).Model!.Decide("d", FeelContext.Empty).Value).Should().Be(expected);
    }
}
