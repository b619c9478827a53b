using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>docs/tools.md is true: its plugin compiles and answers, its keywords are those that are supported.</summary>
public sealed class ToolDocsTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tools.md"));

    [Fact]
    public async Task Docs_Plugin_CompilesAndAnswers()
    {
        var source = "using System.Collections.Generic; using System.Text.Json; using System.Threading; using System.Threading.Tasks;\n" + Blocks()[0];
        string[] references = [typeof(JsonElement).Assembly.Location, typeof(ITool).Assembly.Location, System.Reflection.Assembly.Load("System.Collections").Location, System.Reflection.Assembly.Load("System.Memory").Location];
        var assembly = System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(Compiler.Compile(
            "ToolDocs",
            "using System; using Dagstack.Extensions.Plugins;" + source,
            [.. references.Select(static file => MetadataReference.CreateFromFile(file))])));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        var tools = provider.Services.GetRequiredService<ITools>();
        var function = Assert.Single(await tools.GetFunctionsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("forecast", "tool:weather", 0), (function.CallName, function.Plugin.ToString(), function.Problems.Count));
        var answer = await tools.CallAsync("forecast", new { city = "Oslo", days = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal("""{"city":"Oslo","days":2,"text":"rain"}""", answer.ToString());
        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(async () => await tools.CallAsync("forecast", new { ctiy = "Oslo", days = 0 }, TestContext.Current.CancellationToken));
        Assert.Contains(fault.Message.ReplaceLineEndings("\n"), s_text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var closed = await Assert.ThrowsAsync<ToolCallException>(async () => await tools.CallAsync("weather.forecast", new { city = "Atlantis" }, TestContext.Current.CancellationToken));
        Assert.Equal("Nobody knows the weather in Atlantis.", closed.ErrorMessage);
    }

    [Fact]
    public void Docs_Keywords_AreThoseThatAreNotSupported() =>
        Assert.All(SchemaKeywords.Unsupported, static keyword => Assert.Contains($"`{keyword}`", s_text, StringComparison.Ordinal));

    private static string[] Blocks() => [.. s_text.Split("```").Where(static block => block.StartsWith("csharp\n", StringComparison.Ordinal)).Select(static block => block["csharp\n".Length..])];
}
