using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>What is in the packages, and what is not.</summary>
public sealed partial class PackageContentTests(PackageFeed feed)
{
    private const string Abstractions = "Dagstack.Extensions.Plugins.Abstractions";
    private const string Host = "Dagstack.Extensions.Plugins";
    private const string Mcp = "Dagstack.Extensions.Plugins.Mcp";
    private const string AspNetCore = "Dagstack.Extensions.Plugins.AspNetCore";
    private const string McpAspNetCore = "Dagstack.Extensions.Plugins.Mcp.AspNetCore";
    private const string OpenTelemetry = "Dagstack.Extensions.Plugins.OpenTelemetry";
    private const string Scripts = "Dagstack.Extensions.Plugins.Scripts";
    private const string Testing = "Dagstack.Extensions.Plugins.Testing";
    private const string Hookspecs = "Dagstack.Extensions.Plugins.Hookspecs";
    private const string Orchestration = "Dagstack.Extensions.Orchestration";
    private const string PostgreSql = "Dagstack.Extensions.Orchestration.PostgreSql";
    private const string CommandLine = "Dagstack.Tool";
    private const string Templates = "Dagstack.Templates";
    private const string Configuration = "Dagstack.Extensions.Configuration";

    [Fact]
    public void Abstractions_HasGeneratorTargetsAndManifestCheck() => AssertFiles(
        Abstractions,
        "CHANGELOG.md",
        "README.md",
        "analyzers/dotnet/cs/Dagstack.Extensions.Plugins.Generators.dll",
        "build/Dagstack.Extensions.Plugins.Abstractions.targets",
        "build/DagstackPlugin.targets",
        "build/OtherLanguages.targets",
        "build/PluginReference.targets",
        "buildTransitive/Dagstack.Extensions.Plugins.Abstractions.targets",
        "buildTransitive/DagstackPlugin.targets",
        "buildTransitive/OtherLanguages.targets",
        "buildTransitive/PluginReference.targets",
        "docs/manifest.md",
        "docs/tools.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.Abstractions.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.Abstractions.xml",
        "tools/net10.0/Dagstack.Extensions.Plugins.ManifestCheck.deps.json",
        "tools/net10.0/Dagstack.Extensions.Plugins.ManifestCheck.dll",
        "tools/net10.0/Dagstack.Extensions.Plugins.ManifestCheck.runtimeconfig.json",
        "tools/net10.0/Tomlyn.dll");

    [Fact]
    public void Host_HasItsAssemblyAndTargets() => AssertFiles(
        Host,
        "CHANGELOG.md",
        "README.md",
        "build/Dagstack.Extensions.Plugins.targets",
        "build/HostReferences.targets",
        "build/PluginFolders.targets",
        "build/PluginPackages.targets",
        "buildTransitive/Dagstack.Extensions.Plugins.targets",
        "buildTransitive/HostReferences.targets",
        "buildTransitive/PluginFolders.targets",
        "buildTransitive/PluginPackages.targets",
        "docs/hot-reload.md",
        "docs/publishing.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.xml");

    [Fact]
    public void Abstractions_DependsOnAbstractionsOnly()
    {
        var dependencies = Dependencies(Abstractions);

        Assert.NotEmpty(dependencies);
        Assert.All(dependencies, static id =>
        {
            Assert.StartsWith("Microsoft.Extensions.", id, StringComparison.Ordinal);
            Assert.True(id.EndsWith(".Abstractions", StringComparison.Ordinal) || id == "Microsoft.Extensions.Options", id);
        });
    }

    [Fact]
    public void Host_DependsOnMicrosoftExtensionsScrutorAndTomlyn() =>
        Assert.Equal([Abstractions, "Scrutor", "Tomlyn"], Dependencies(Host).Where(static id => !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Mcp_HasItsAssemblyOnly() => AssertFiles(
        Mcp,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.Mcp.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.Mcp.xml");

    [Fact]
    public void Mcp_DependsOnTheHostTheProtocolAndPolly()
    {
        var dependencies = Dependencies(Mcp);

        Assert.Contains(Host, dependencies);
        Assert.Equal(["ModelContextProtocol.Core", "Polly.Core"], dependencies.Except(Dependencies(Host)).Where(static id => id != Host && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void McpAspNetCore_HasItsAssemblyOnly() => AssertFiles(
        McpAspNetCore,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.Mcp.AspNetCore.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.Mcp.AspNetCore.xml");

    [Fact]
    public void McpAspNetCore_DependsOnMcpAndTheProtocolOnTheWeb()
    {
        var dependencies = Dependencies(McpAspNetCore);

        Assert.Contains(Mcp, dependencies);
        Assert.Equal(["ModelContextProtocol", "ModelContextProtocol.AspNetCore"], dependencies.Except(Dependencies(Mcp)).Where(static id => id != Mcp && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AspNetCore_HasItsAssemblyOnly() => AssertFiles(
        AspNetCore,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.AspNetCore.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.AspNetCore.xml");

    [Fact]
    public void AspNetCore_DependsOnTheHostOnly()
    {
        var dependencies = Dependencies(AspNetCore);

        Assert.Contains(Host, dependencies);
        Assert.Equal([Host], dependencies.Except(Dependencies(Host)));
    }

    [Fact]
    public void OpenTelemetry_HasItsAssemblyOnly() => AssertFiles(
        OpenTelemetry,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.OpenTelemetry.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.OpenTelemetry.xml");

    [Fact]
    public void OpenTelemetry_DependsOnTheBuildersOfOpenTelemetryAlone() =>
        Assert.All(Dependencies(OpenTelemetry).Where(static id => !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)), static id => Assert.StartsWith("OpenTelemetry.Api", id, StringComparison.Ordinal));

    [Fact]
    public void Scripts_HasItsAssemblyOnly() => AssertFiles(
        Scripts,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.Scripts.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.Scripts.xml");

    [Fact]
    public void Scripts_DependsOnTheHostAndTheCompiler()
    {
        var dependencies = Dependencies(Scripts);

        Assert.Contains(Host, dependencies);
        Assert.Equal(["Microsoft.CodeAnalysis.CSharp"], dependencies.Except(Dependencies(Host)).Where(static id => id != Host && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Testing_HasItsAssemblyAndTargets() => AssertFiles(
        Testing,
        "CHANGELOG.md",
        "README.md",
        "build/Dagstack.Extensions.Plugins.Testing.targets",
        "buildTransitive/Dagstack.Extensions.Plugins.Testing.targets",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Plugins.Testing.dll",
        "lib/net10.0/Dagstack.Extensions.Plugins.Testing.xml");

    [Fact]
    public void Testing_DependsOnTheHostAndNoTestFramework()
    {
        var dependencies = Dependencies(Testing);

        // What the host depends on is pinned here as well.
        Assert.Contains(Host, dependencies);
        Assert.DoesNotContain(dependencies.Except(Dependencies(Host)), static id => id != Host && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }

    [Fact]
    public void Hookspecs_HasItsAssemblyTargetsAndTheProgramThatTheyRun()
    {
        using var zip = feed.Open(Hookspecs);
        var files = zip.Entries.Select(static entry => entry.FullName).ToList();

        Assert.Equal(["build/Dagstack.Extensions.Plugins.Hookspecs.targets"], files.Where(static file => file.StartsWith("build", StringComparison.Ordinal)));
        Assert.Equal(
            ["lib/net10.0/Dagstack.Extensions.Plugins.Hookspecs.dll", "lib/net10.0/Dagstack.Extensions.Plugins.Hookspecs.xml"],
            files.Where(static file => file.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // The program has all that it needs beside itself, and nothing that is not to run.
        var tools = files.Where(static file => file.StartsWith("tools/", StringComparison.Ordinal)).Select(static file => file["tools/net10.0/".Length..]).ToList();
        Assert.Contains("Dagstack.Extensions.Plugins.HookspecBuild.deps.json", tools);
        Assert.Contains("Dagstack.Extensions.Plugins.HookspecBuild.runtimeconfig.json", tools);
        Assert.Superset(
            new HashSet<string> { "Dagstack.Extensions.Plugins.HookspecBuild.dll", "Dagstack.Extensions.Plugins.Hookspecs.dll", "Dagstack.Extensions.Plugins.dll", "Dagstack.Extensions.Plugins.Abstractions.dll", "SharpYaml.dll" },
            tools.ToHashSet());
        Assert.All(tools, static file => Assert.True(file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal), file));
    }

    [Fact]
    public void Hookspecs_DependsOnTheHostAndOneReaderOfYaml()
    {
        var dependencies = Dependencies(Hookspecs);

        Assert.Contains(Host, dependencies);
        Assert.Equal(["SharpYaml"], dependencies.Except(Dependencies(Host)).Where(static id => id != Host && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Orchestration_HasItsAssemblyOnly() => AssertFiles(
        Orchestration,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Orchestration.dll",
        "lib/net10.0/Dagstack.Extensions.Orchestration.xml");

    [Fact]
    public void Orchestration_DependsOnTheHostAndSqlite()
    {
        var dependencies = Dependencies(Orchestration);

        Assert.Contains(Host, dependencies);
        Assert.Equal(["Microsoft.Data.Sqlite"], dependencies.Except(Dependencies(Host)).Where(static id => id != Host && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));
    }

    [Fact]
    public void PostgreSql_HasItsAssemblyOnly() => AssertFiles(
        PostgreSql,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Orchestration.PostgreSql.dll",
        "lib/net10.0/Dagstack.Extensions.Orchestration.PostgreSql.xml");

    [Fact]
    public void PostgreSql_DependsOnTheOtherStoresPackageAndNpgsql()
    {
        var dependencies = Dependencies(PostgreSql);

        Assert.Contains(Orchestration, dependencies);
        Assert.Equal(["Npgsql"], dependencies.Except(Dependencies(Orchestration)).Where(static id => id != Orchestration && !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Configuration_HasItsAssemblyOnly() => AssertFiles(
        Configuration,
        "CHANGELOG.md",
        "README.md",
        "icon.png",
        "lib/net10.0/Dagstack.Extensions.Configuration.dll",
        "lib/net10.0/Dagstack.Extensions.Configuration.xml");

    [Fact]
    public void Configuration_DependsOnMicrosoftExtensionsAndParsersOnly() =>
        Assert.Equal(["SharpYaml", "Tomlyn"], Dependencies(Configuration).Where(static id => !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Host_BringsTheTargetsOfAbstractions()
    {
        // A host that references only the host package has PluginReference.
        var dependency = Nuspec(Host).Descendants().Single(static element => element.Name.LocalName == "dependency" && (string?)element.Attribute("id") == Abstractions);

        Assert.Equal("All", (string?)dependency.Attribute("include"));
    }

    [Theory]
    [InlineData(Abstractions)]
    [InlineData(Host)]
    [InlineData(Mcp)]
    [InlineData(McpAspNetCore)]
    [InlineData(OpenTelemetry)]
    [InlineData(Scripts)]
    [InlineData(Testing)]
    [InlineData(Hookspecs)]
    [InlineData(Orchestration)]
    [InlineData(PostgreSql)]
    [InlineData(Configuration)]
    [InlineData(CommandLine)]
    [InlineData(Templates)]
    public void Package_SaysWhatItIsAndWhereItComesFrom(string id)
    {
        var nuspec = Nuspec(id).Root!.Elements().Single().Elements().ToDictionary(static element => element.Name.LocalName);

        Assert.Equal(("expression", "Apache-2.0"), ((string?)nuspec["license"].Attribute("type"), nuspec["license"].Value));
        Assert.Equal("README.md", nuspec["readme"].Value);
        Assert.NotEmpty(nuspec["description"].Value);
        Assert.Equal("icon.png", nuspec["icon"].Value);
        Assert.Contains("CHANGELOG.md", nuspec["releaseNotes"].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("projectUrl", nuspec.Keys);
        Assert.Equal((SourceCopy.Remote, SourceCopy.Commit), (((string?)nuspec["repository"].Attribute("url"))?.Replace(".git", string.Empty, StringComparison.Ordinal), (string?)nuspec["repository"].Attribute("commit")));
    }

    [Theory]
    [InlineData(Abstractions)]
    [InlineData(Host)]
    [InlineData(Mcp)]
    [InlineData(OpenTelemetry)]
    [InlineData(Scripts)]
    [InlineData(Testing)]
    [InlineData(Hookspecs)]
    [InlineData(Configuration)]
    public void Symbols_LinkToTheSourceOfTheCommit(string id)
    {
        using var zip = feed.Open(id, "snupkg");
        using var symbols = new MemoryStream();
        using (var entry = zip.GetEntry($"lib/net10.0/{id}.pdb")!.Open())
        {
            entry.CopyTo(symbols);
        }

        symbols.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var reader = provider.GetMetadataReader();
        var sourceLink = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(info => reader.GetGuid(info.Kind) == new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"));

        Assert.Contains($"example/repository/{SourceCopy.Commit}/", Encoding.UTF8.GetString(reader.GetBlobBytes(sourceLink.Value)), StringComparison.Ordinal);
        Assert.All(reader.Documents, document => Assert.StartsWith("/_/", reader.GetString(reader.GetDocument(document).Name), StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_ThatNameAPage_NameOneThatIsInThePackage()
    {
        var named = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is ".cs" or ".targets" && Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar) is not [_, _, "bin" or "obj", ..])
            .SelectMany(File.ReadLines)
            .Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(static line => Page().Matches(line).Select(match => (Line: line.Trim(), Page: match.Groups["page"].Value, Package: match.Groups["package"].Value)))
            .ToList();

        Assert.True(named.Count >= 6);
        Assert.All(named, message =>
        {
            Assert.True(message.Package.Length > 0, $"It does not say in which package the page is: {message.Line}");
            using var zip = feed.Open(message.Package);
            Assert.True(zip.GetEntry(message.Page) is not null, message.Line);
        });
    }

    [Fact]
    public async Task Pack_OfTheSameSourcesElsewhere_GivesTheSameBytes()
    {
        using var folder = new TempFolder();
        await SourceCopy.PackAsync(folder.Combine("another place"), folder.Combine("feed"));

        foreach (var id in PackageFeed.Ids)
        {
            using var first = feed.Open(id);
            using var second = PackageFeed.Open(folder.Combine("feed"), id, "nupkg");
            Assert.Equal(Hashes(first), Hashes(second));
        }
    }

    [GeneratedRegex(@"(?<page>docs/[\w-]+\.md)(?: in the package (?<package>[\w.]+\w))?")]
    private static partial Regex Page();

    private static List<(string, string)> Hashes(ZipArchive zip) => [.. zip.Entries.Where(static entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(static entry =>
    {
        using var stream = entry.Open();
        return (entry.FullName, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream)));
    })];

    private void AssertFiles(string id, params string[] expected)
    {
        using var zip = feed.Open(id);
        var files = zip.Entries.Select(static entry => entry.FullName).Where(static name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml");

        Assert.Equal(expected.Append($"{id}.nuspec").Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    private List<string> Dependencies(string id) => [.. Nuspec(id).Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => element.Attribute("id")!.Value)];

    private XDocument Nuspec(string id)
    {
        using var zip = feed.Open(id);
        using var stream = zip.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}
