using System.Text.RegularExpressions;
using Dagstack.Extensions.Configuration.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>What docs/configuration.md shows compiles, reads, and is said so.</summary>
public sealed partial class DocumentationTests
{
    private const string Usings = """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using Dagstack.Extensions.Configuration;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        """;

    private const string Stage = """
        public sealed class DatabaseOptions { public int PoolSize { get; set; } }
        public static class Snippet
        {
            public static void Run(HostApplicationBuilder builder, DagstackConfig theirs, ILogger logger)
            {

        """;

    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    [Fact]
    public void Code_OfTheGuide_Compiles()
    {
        var blocks = Blocks("csharp");
        Assert.True(blocks.Count >= 6);
        var types = string.Concat(blocks.Where(IsType));
        Assert.All(blocks.Where(static block => !IsType(block)), block =>
        {
            var declared = block.Contains("config = DagstackConfig", StringComparison.Ordinal) ? string.Empty : "var config = theirs;\n";
            AssertCompiles(Usings + types + Stage + declared + block + "}}");
        });
    }

    [Fact]
    public void Files_OfTheGuide_AreRead()
    {
        Assert.All(Blocks("yaml"), static block => Trees.Read(block, ConfigFormat.Yaml, static _ => null));
        var (database, toml) = (Blocks("yaml")[0], Blocks("toml").Single());
        Assert.Equal(
            "{\"database\":{\"host\":\"localhost\",\"list\":[\"a\"],\"name\":\"app-dev\",\"port\":5432,\"price\":\"$5\"}}",
            Trees.Json(Trees.Read(database, ConfigFormat.Yaml, static _ => null)));
        var keys = new ConfigurationBuilder().AddTomlStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(toml))).Build();
        Assert.All(["title", "started", "servers:0:host", "servers:0:ports:0", "servers:0:ports:1"], key => Assert.NotNull(keys[key]));
    }

    [Fact]
    public void EachItem_OfTheGuide_IsWhatItSays()
    {
        var config = Configs.Yaml(Blocks("yaml").Single(static block => block.StartsWith("plugins:", StringComparison.Ordinal)));
        Assert.Equal("audit, metrics", string.Join(", ", config.GetList("plugins[*].name")));
        Assert.Equal("log, slow, log", string.Join(", ", config.GetSection<string[]>("plugins[*].tags[*]")));
        Assert.Contains("// audit, metrics\n", s_text, StringComparison.Ordinal);
        Assert.Contains("// log, slow, log:", s_text, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_OfTheGuide_AreSaidSo()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "database:\n  password: ${DB_PASSWORD}\n");
        folder.Write("app-config.local.yaml", "cache: 1\nx: 2\ncache: 3\n");
        var error = Assert.Throws<ConfigException>(() => DagstackConfig.Load("app-config.yaml", o => (o.BasePath, o.Variables) = (folder.Path, static _ => null)));
        Assert.Equal(Blocks("text").Single().TrimEnd('\n'), error.Message);
    }

    private static void AssertCompiles(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("snippet", [CSharpSyntaxTree.ParseText(code)], references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.ToString()));
    }

    private static bool IsType(string block) => block.StartsWith("public ", StringComparison.Ordinal);

    private static IReadOnlyList<string> Blocks(string language) =>
        [.. Block().Matches(s_text).Where(match => match.Groups[1].Value == language).Select(static match => match.Groups[2].Value)];

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
