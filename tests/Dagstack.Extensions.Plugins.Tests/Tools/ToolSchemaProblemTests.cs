using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>What is said about values that do not fit.</summary>
public sealed class ToolSchemaProblemTests
{
    [Theory]
    [InlineData("{'type':'integer'}", "'ten'", "", "found \"ten\", expected an integer.")]
    [InlineData("{'type':['string','null']}", "{'a':1}", "", "found an object, expected a string or null.")]
    [InlineData("{'properties':{'a':{'items':{'properties':{'b/c':{'minimum':1}}}}}}", "{'a':[{},{'b/c':0}]}", "/a/1/b~1c", "found 0, expected at least 1.")]
    [InlineData("{'enum':['celsius','fahrenheit']}", "'celcius'", "", "found \"celcius\", expected one of \"celsius\" or \"fahrenheit\". Did you mean 'celsius'?")]
    [InlineData("{'const':5}", "6", "", "found 6, expected 5.")]
    [InlineData("{'properties':{'city':{'type':'string'}},'required':['city']}", "{}", "/city", "is missing, expected a string.")]
    [InlineData("{'properties':{'city':{'type':'string'}},'required':['city']}", "{'ctiy':'Oslo'}", "/city", "is missing, expected a string. 'ctiy' is there; was that meant?")]
    [InlineData("{'properties':{'city':{},'days':{}},'additionalProperties':false}", "{'day':1}", "/day", "there is no such property. Did you mean 'days'? Expected: city or days.")]
    [InlineData("{'additionalProperties':false}", "{'day':1}", "/day", "there is no such property. Expected: no properties.")]
    [InlineData("{'multipleOf':0.01}", "0.001", "", "found 0.001, expected a multiple of 0.01.")]
    [InlineData("{'minLength':2}", "'a'", "", "found \"a\", expected at least 2 characters.")]
    [InlineData("{'pattern':'^a$'}", "'b'", "", "found \"b\", expected text that fits the pattern ^a$.")]
    [InlineData("{'minItems':1}", "[]", "", "found an empty array, expected at least 1 item.")]
    [InlineData("{'uniqueItems':true}", "[1,2,1]", "/2", "is the same as the item 0, expected each item once.")]
    [InlineData("{'maxProperties':1}", "{'a':1,'b':2}", "", "found an object, expected at most 1 property.")]
    [InlineData("{'properties':{'a':false}}", "{'a':1}", "/a", "found 1, expected nothing to be here.")]
    [InlineData("{'not':{'type':'string'}}", "'a'", "", "found \"a\", expected anything but a string.")]
    [InlineData("{'anyOf':[{'type':'string'},{'type':'null'}]}", "5", "", "found 5, expected a string or null.")]
    [InlineData("{'anyOf':[{'type':'string','minLength':3},{'type':'null'}]}", "'ab'", "", "found \"ab\", expected at least 3 characters.")]
    [InlineData("{'oneOf':[{'type':'integer'},{'type':'number'}]}", "5", "", "found 5, expected exactly one of 2 alternatives to fit, and 2 do.")]
    [InlineData("{'properties':{'n':{'$ref':'#/$defs/n'}},'required':['n'],'$defs':{'n':{'anyOf':[{'type':'integer'},{'const':'all'}]}}}", "{}", "/n", "is missing, expected an integer or \"all\".")]
    public void Check_OneProblem_SaysWhereAndWhat(string schema, string value, string path, string message)
    {
        var problem = Assert.Single(Check(schema, value).Problems);
        Assert.Equal((path, message), (problem.Path, problem.Message));
    }

    [Fact]
    public void Check_Alternatives_TheOneThatIsMeantSaysWhatIsWrong()
    {
        const string Shapes = "{'oneOf':[{'type':'object','properties':{'kind':{'const':'circle'},'r':{'type':'number'}},'required':['kind','r']},{'type':'object','properties':{'kind':{'const':'square'},'side':{'type':'number'}},'required':['kind','side']}]}";
        var problem = Assert.Single(Check(Shapes, "{'kind':'square','side':'x'}").Problems);
        Assert.Equal(("/side", "found \"x\", expected a number."), (problem.Path, problem.Message));
        var oval = Check(Shapes, "{'kind':'oval','r':1}").Problems;
        Assert.Equal(["", "/kind"], oval.Select(static found => found.Path));
        Assert.Equal("fits none of 2 alternatives. The nearest of them says what follows.", oval[0].Message);
    }

    [Fact]
    public void Check_Facts_AreProperties()
    {
        var problem = Assert.Single(Check("{'enum':['celsius','fahrenheit']}", "'celcius'").Problems);
        Assert.Equal(("\"celcius\"", "one of \"celsius\" or \"fahrenheit\"", "celsius"), (problem.Found, problem.Expected, problem.Nearest));
        Assert.StartsWith("(all of it): found", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ManyProblems_AllAreCountedAndTheFirstAreShown()
    {
        var findings = Check("{'items':{'type':'string'}}", $"[{string.Join(',', Enumerable.Range(0, 1000))}]");
        Assert.Equal((1000, 20), (findings.Count, findings.Problems.Count));
        Assert.Equal("/19", findings.Problems[^1].Path);
    }

    [Fact]
    public void Check_SecretName_ValueIsMasked()
    {
        var problem = Assert.Single(Check("{'properties':{'api_key':{'properties':{'x':{'type':'integer'}}}}}", "{'api_key':{'x':'hunter2'}}").Problems);
        Assert.Equal(("/api_key/x", "[MASKED]", "found [MASKED], expected an integer."), (problem.Path, problem.Found, problem.Message));
    }

    [Fact]
    public void Check_LongOrControlText_IsShortAndHarmlessInMessages()
    {
        var value = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["a\nb"] = new string('x', 100_000) });
        var problem = Assert.Single(CompiledSchema.Compile(JsonElement.Parse("""{"additionalProperties":{"type":"integer"}}""")).Check(value).Problems);
        Assert.Equal("/a\nb", problem.Path);
        Assert.True(problem.Found!.Length < 100);
        Assert.DoesNotContain('\n', problem.ToString());
    }

    internal static SchemaFindings Check(string schema, string value)
    {
        var compiled = CompiledSchema.Compile(JsonElement.Parse(schema.Replace('\'', '"')));
        Assert.Empty(compiled.Problems);
        return compiled.Check(JsonElement.Parse(value.Replace('\'', '"')));
    }
}
