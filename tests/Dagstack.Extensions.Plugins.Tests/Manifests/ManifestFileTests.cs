using System.Text;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Files: encodings, sizes, faults, and two manifests in one folder.</summary>
public sealed class ManifestFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Load_FolderOrFile_ReadsTheManifest()
    {
        var file = _temp.Write("a/dagstack.toml", ManifestSamples.Guide);

        Assert.Equal(file, PluginManifestLoader.Load(_temp.Combine("a")).File);
        Assert.Equal("chunker:fixed", PluginManifestLoader.Load(file).ThrowIfInvalid().ToString());
    }

    [Fact]
    public void Load_BothManifests_TakesTomlAndWarns()
    {
        _temp.Write("dagstack.toml", ManifestSamples.Guide);
        _temp.Write("dagstack.json", "{");

        var result = PluginManifestLoader.Load(_temp.Path);

        Assert.True(result.IsValid);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(ManifestProblemSeverity.Warning, problem.Severity);
        Assert.Contains("dagstack.toml is taken", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_JsonAlone_IsRead()
    {
        _temp.Write("dagstack.json", """{"plugin": {"name": "a", "kind": "b", "core_version": "*", "runtime": "in_process", "entry_point": "p:C"}}""");

        Assert.Equal("b:a", PluginManifestLoader.Load(_temp.Path).ThrowIfInvalid().ToString());
    }

    [Fact]
    public void Load_NoManifest_IsAProblem()
    {
        Assert.Contains("no manifest", Assert.Single(PluginManifestLoader.Load(_temp.Path).Problems).Message, StringComparison.Ordinal);
        var missing = PluginManifestLoader.Load(_temp.Combine("missing/dagstack.toml"));
        Assert.Contains("cannot be read", Assert.Single(missing.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(PluginManifestLoader.Load(string.Empty).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByteOrderMark_IsAccepted()
    {
        var toml = _temp.Write("dagstack.toml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ManifestSamples.Guide)]);
        var json = _temp.Write("x.json", [.. Encoding.UTF8.Preamble, .. "[]"u8]);

        Assert.True(PluginManifestLoader.Load(toml).IsValid);
        Assert.Contains("must be an object", Assert.Single(PluginManifestLoader.Load(json).Problems).Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(ManifestSamples.Toml("\uFEFF!").Problems).Column);
    }

    [Fact]
    public void Load_OtherEncodings_AreNamed()
    {
        Check([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("[plugin]")], "UTF-16", null, null);
        Check([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("[plugin]")], "UTF-16", null, null);
        Check([.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("[plugin]")], "UTF-32", null, null);
        Check(Encoding.Unicode.GetBytes("[plugin]"), "NUL", 1, 2);
        Check([.. "[plugin]\nname = \""u8, 0xE9, (byte)'"'], "0xE9", 2, 9);

        void Check(byte[] bytes, string found, int? line, int? column)
        {
            var problem = Assert.Single(PluginManifestLoader.Load(_temp.Write("dagstack.toml", bytes)).Problems);
            Assert.Contains(found, problem.Message, StringComparison.Ordinal);
            Assert.Contains("UTF-8", problem.Message, StringComparison.Ordinal);
            Assert.Equal((line, column), (problem.Line, problem.Column));
        }
    }

    [Fact]
    public void Load_MoreThanOneMebibyte_IsRefused()
    {
        var text = ManifestSamples.Guide + "\n#";
        var largest = _temp.Write("a/dagstack.toml", text + new string('x', (1024 * 1024) - text.Length));
        var larger = _temp.Write("b/dagstack.toml", text + new string('x', (1024 * 1024) - text.Length + 1));

        Assert.True(PluginManifestLoader.Load(largest).IsValid);
        var problem = Assert.Single(PluginManifestLoader.Load(larger).Problems);
        Assert.Equal(("1048577 bytes", "at most 1048576 bytes"), (problem.Found, problem.Expected));
        Assert.False(PluginManifestLoader.Parse(text + new string('é', 600_000), ManifestFormat.Toml).IsValid);
    }
}
