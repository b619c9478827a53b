using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Testing.Tests.Support;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Docs;

/// <summary>docs/writing-a-plugin.md and docs/testing-a-plugin.md are true: their code compiles, their plugin keeps the contract, their tests pass.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _plugin;

    public GuideTests()
    {
        File.WriteAllText(_folder.Combine("dagstack.toml"), Blocks("writing-a-plugin.md", "toml").Single());
        _plugin = Compile(Blocks("writing-a-plugin.md", "csharp").Single());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WritingAPlugin_Plugin_KeepsTheContract()
    {
        var report = await PluginContractSuite.ForFolder(_folder.Path).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Equal("chunker:lines", report.Plugin);
    }

    [Fact]
    public async Task TestingAPlugin_Failure_IsPrintedAsTheGuideSays()
    {
        Compile(Blocks("writing-a-plugin.md", "csharp").Single().Replace("var started = clock.GetTimestamp();", "var started = clock.GetTimestamp(); _ = DateTime.UtcNow;", StringComparison.Ordinal));

        var report = await PluginContractSuite.ForFolder(_folder.Path).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Blocks("testing-a-plugin.md", "text").Single().TrimEnd(), report.FormatFailures().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task TestingAPlugin_Tests_CompileAndPass()
    {
        var sources = Blocks("testing-a-plugin.md", "csharp").Select(static (text, i) => ($"Block{i}.cs", text));
        var file = PluginCompiler.Compile(_folder.Path, "guide", sources, _plugin);
        var context = new GuideContext(_plugin);

        var passed = 0;
        foreach (var method in context.LoadFromAssemblyPath(file).GetExportedTypes().SelectMany(static type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FactAttribute>() is TheoryAttribute)
            {
                foreach (var check in PluginContractSuite.Checks.Where(static check => check is PluginCheck.Manifest or PluginCheck.Determinism))
                {
                    await RunAsync(method, check);
                    passed++;
                }
            }
            else if (method.GetCustomAttribute<FactAttribute>() is not null)
            {
                await RunAsync(method);
                passed++;
            }
        }

        Assert.Equal(7, passed);
    }

    [Fact]
    public void TestingAPlugin_Checks_AreAllNamed()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing-a-plugin.md"));

        Assert.All(PluginContractSuite.Checks, check => Assert.Contains($"| `{check}` |", text, StringComparison.Ordinal));
    }

    private static async Task RunAsync(MethodInfo test, params object[] arguments)
    {
        var instance = Activator.CreateInstance(test.DeclaringType!);
        if (test.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null) is Task task)
        {
            await task;
        }
    }

    private static List<string> Blocks(string file, string language) => [.. File.ReadAllText(Path.Combine(Repository.Root, "docs", file)).ReplaceLineEndings("\n")
        .Split("```")
        .Where(block => block.StartsWith(language + "\n", StringComparison.Ordinal))
        .Select(block => block[(language.Length + 1)..])];

    private string Compile(string source) => PluginCompiler.Compile(_folder.Path, "Lines", [("LineChunker.cs", source)]);

    /// <summary>Has the plugin that the guide's tests reference.</summary>
    private sealed class GuideContext(string plugin) : AssemblyLoadContext("guide")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "Lines" ? LoadFromAssemblyPath(plugin) : null;
    }
}
