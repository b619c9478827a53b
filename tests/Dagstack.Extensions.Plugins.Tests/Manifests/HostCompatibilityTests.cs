using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The checks that depend on the host, and the exceptions that come of them.</summary>
public sealed class HostCompatibilityTests
{
    private static readonly ManifestLoadOptions Knowing = new() { KnownKinds = new Dictionary<string, string> { ["tool"] = "1.0.0", ["chunker"] = "1.2.0" } };

    [Fact]
    public void Parse_SchemaVersionTwo_IsIncompatible()
    {
        var result = ManifestSamples.With("schema_version = \"2.0\"");

        var problem = Assert.Single(result.Problems);
        Assert.Equal((PluginErrorCodes.VersionIncompatible, "plugin.schema_version", 7, 18, "2.0"), (problem.Code, problem.Path, problem.Line, problem.Column, problem.Found));
        var exception = Assert.Throws<VersionIncompatibleException>(result.ThrowIfInvalid);
        Assert.Equal(("schema_version", "2.0", "1"), (exception.Subject, exception.Required, exception.Actual));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("1.0.0")]
    public void Parse_SchemaVersionOne_IsCompatible(string version) => Assert.True(ManifestSamples.With($"schema_version = \"{version}\"").IsValid);

    [Fact]
    public void Parse_CoreVersionOutOfRange_NamesBoth()
    {
        var result = ManifestSamples.Replacing("core_version", "core_version = \"^0.3\"");

        var problem = Assert.Single(result.Problems);
        Assert.Equal((PluginErrorCodes.VersionIncompatible, "^0.3", 4, 16), (problem.Code, problem.Found, problem.Line, problem.Column));
        var exception = Assert.Throws<VersionIncompatibleException>(result.ThrowIfInvalid);
        Assert.Equal(("core_version", "^0.3", "0.2.0", "chunker:fixed"), (exception.Subject, exception.Required, exception.Actual, exception.Plugin.ToString()));
        Assert.Equal(PluginErrorCodes.VersionIncompatible, exception.Code);
        Assert.Contains("plugins/x/dagstack.toml(4,16)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PrereleaseHost_SaysWhyItIsNotInTheRange()
    {
        var problem = Assert.Single(ManifestSamples.With(string.Empty, new ManifestLoadOptions { CoreVersion = "0.2.0-preview.1" }).Problems);

        Assert.Contains("pre-release", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CoreVersion_Nonsense_IsRefused() => Assert.Throws<ArgumentException>(() => new ManifestLoadOptions { CoreVersion = "new" });

    [Fact]
    public void Parse_UnknownKind_NamesKnownKindsAndTheNearest()
    {
        var result = ManifestSamples.Replacing("kind", "kind = \"chunkr\"", Knowing);

        var problem = Assert.Single(result.Problems);
        Assert.Equal((PluginErrorCodes.KindUnknown, "chunkr", 3, 8), (problem.Code, problem.Found, problem.Line, problem.Column));
        Assert.Contains("Did you mean 'chunker'?", problem.Message, StringComparison.Ordinal);
        Assert.Contains("chunker, tool", problem.Message, StringComparison.Ordinal);
        var exception = Assert.Throws<KindUnknownException>(result.ThrowIfInvalid);
        Assert.Equal("chunkr", exception.Kind);
        Assert.Equal(["chunker", "tool"], exception.KnownKinds);
        Assert.Equal(PluginErrorCodes.KindUnknown, exception.Code);
    }

    [Fact]
    public void Parse_NoKindsGiven_DoesNotCheckKinds() => Assert.True(ManifestSamples.With(string.Empty).IsValid);

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.9", true)]
    [InlineData("2", false)]
    [InlineData("0.9", false)]
    public void Parse_KindApiVersion_MustHaveTheContractsMajor(string version, bool expected)
    {
        var result = ManifestSamples.With($"kind_api_version = \"{version}\"", Knowing);

        Assert.Equal(expected, result.IsValid);
        if (!expected)
        {
            var exception = Assert.Throws<VersionIncompatibleException>(result.ThrowIfInvalid);
            Assert.Equal(("kind_api_version", version, "1.2.0"), (exception.Subject, exception.Required, exception.Actual));
        }
    }

    [Theory]
    [InlineData("\"mcp_http\"", "in_process", true)]
    [InlineData("[\"wasm\", \"mcp_stdio\"]", "in_process", true)]
    [InlineData("\"wasm\"", "in_process", false)]
    [InlineData("\"mcp_http\"", "mcp_stdio", false)]
    public void Parse_UnsupportedRuntime_SaysWhichPackageAndCallAreMissing(string runtime, string supported, bool isOfMcp)
    {
        var text = ManifestSamples.TextReplacing("runtime", $"runtime = {runtime}\nurl = \"http://x\"\ncommand = [\"x\"]{(runtime.Contains("wasm", StringComparison.Ordinal) ? "\n[plugin.wasm]" : string.Empty)}");
        var problem = Assert.Single(PluginManifestLoader.Parse(text, ManifestFormat.Toml, options: new() { SupportedRuntimes = new HashSet<string> { supported } }).Problems);

        Assert.EndsWith(
            isOfMcp
                ? $"but this host supports {supported}. Add the package Dagstack.Extensions.Plugins.Mcp and call UseMcp(): AddDagstackPlugins(o => o.Discover(\"plugins/\").UseMcp())."
                : $"but this host supports {supported}. Register the runtime with the host, or offer another one.",
            problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnsupportedRuntimes_NamesThem()
    {
        var result = ManifestSamples.Replacing("runtime", "runtime = [\"mcp_http\", \"mcp_stdio\"]\nurl = \"http://x\"\ncommand = [\"x\"]");

        var problem = Assert.Single(result.Problems);
        Assert.Equal((PluginErrorCodes.RuntimeNotSupported, "plugin.runtime", "mcp_http, mcp_stdio"), (problem.Code, problem.Path, problem.Found));
        var exception = Assert.Throws<RuntimeNotSupportedException>(result.ThrowIfInvalid);
        Assert.Equal(["mcp_http", "mcp_stdio"], exception.Runtimes);
        Assert.Equal(["in_process"], exception.SupportedRuntimes);
        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, exception.Code);
        Assert.Null(result.Runtime);
    }

    [Fact]
    public void Parse_RuntimeOfTheHostsOwn_IsTaken()
    {
        var options = new ManifestLoadOptions { SupportedRuntimes = new HashSet<string> { "wasm", "in_process" } };
        var result = ManifestSamples.Replacing("runtime", "runtime = [\"wasm\", \"in_process\"]", options);

        Assert.True(result.IsValid);
        Assert.Equal("wasm", result.Runtime);
    }

    [Fact]
    public void Parse_StructureAndHost_AreOneOrderedList()
    {
        var result = ManifestSamples.Toml("[plugin]\nschema_version = \"2\"\nname = 1\nkind = \"x\"\nkind_api_version = \"1\"\ncore_version = \"^9\"\nruntime = \"mcp_http\"\npriority = \"x\"", Knowing);

        Assert.Equal(
            [("plugin.schema_version", "VersionIncompatible"), ("plugin.name", "ManifestInvalid"), ("plugin.kind", "KindUnknown"), ("plugin.core_version", "VersionIncompatible"), ("plugin.runtime", "RuntimeNotSupported"), ("plugin.mcp_http", "ManifestInvalid"), ("plugin.priority", "ManifestInvalid")],
            result.Problems.Select(problem => (problem.Path, problem.Code)));
        var exception = Assert.Throws<ManifestInvalidException>(result.ThrowIfInvalid);
        Assert.Equal(7, exception.Problems.Count);
        Assert.Contains("7 errors", exception.Message, StringComparison.Ordinal);
        Assert.All(result.Problems, problem => Assert.Contains(problem.ToString(), exception.Message, StringComparison.Ordinal));
        Assert.Equal(PluginErrorCodes.ManifestInvalid, exception.Code);
    }

    [Fact]
    public void Recheck_MoreKindsKnown_BecomesValid()
    {
        var none = ManifestSamples.With(string.Empty, new ManifestLoadOptions { KnownKinds = new Dictionary<string, string>() });

        var again = none.Recheck(Knowing);

        Assert.Equal(PluginErrorCodes.KindUnknown, Assert.Single(none.Problems).Code);
        Assert.True(again.IsValid);
        Assert.Equal("chunker:fixed", again.ThrowIfInvalid().ToString());
        Assert.False(again.Recheck(new ManifestLoadOptions { CoreVersion = "3.0.0" }).IsValid);
    }

    [Fact]
    public void Check_ManifestMadeInCode_IsCheckedToo()
    {
        var manifest = new PluginManifest { Id = new PluginId("nope", "a"), CoreVersion = "rubbish", Runtimes = ["mcp_http"] };

        Assert.Equal([PluginErrorCodes.KindUnknown, PluginErrorCodes.ManifestInvalid, PluginErrorCodes.RuntimeNotSupported], HostCompatibility.Check(manifest, Knowing).Select(problem => problem.Code));
    }
}
