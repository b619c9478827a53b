using Dagstack.Extensions.Plugins.Discovery;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class PluginRootsTests : IDisposable
{
    private readonly TempFolder _content = new();
    private readonly TempFolder _application = new();

    public void Dispose()
    {
        _content.Dispose();
        _application.Dispose();
    }

    [Fact]
    public void Resolve_RelativeInBoth_TakesTheContentRoot()
    {
        Directory.CreateDirectory(_content.Combine("plugins"));
        Directory.CreateDirectory(_application.Combine("plugins"));

        Assert.Equal(_content.Combine("plugins"), Resolve("plugins/").Path);
    }

    [Fact]
    public void Resolve_RelativeUnderBaseDirectory_IsTheSecondTry()
    {
        Directory.CreateDirectory(_application.Combine("plugins"));

        var resolution = Resolve("plugins/");

        Assert.Equal(_application.Combine("plugins"), resolution.Path);
        Assert.Equal([_content.Combine("plugins"), _application.Combine("plugins")], resolution.Tried);
        Assert.Null(resolution.Error);
    }

    [Fact]
    public void Resolve_Missing_NamesEveryPathTried()
    {
        var resolution = Resolve("plugins/");

        Assert.Null(resolution.Path);
        Assert.Contains("'plugins/'", resolution.Error, StringComparison.Ordinal);
        Assert.Contains(_content.Combine("plugins"), resolution.Error, StringComparison.Ordinal);
        Assert.Contains(_application.Combine("plugins"), resolution.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_MissingButOptional_IsNoError()
    {
        var resolution = Resolve("plugins/", optional: true);

        Assert.Null(resolution.Path);
        Assert.Null(resolution.Error);
        Assert.Equal(2, resolution.Tried.Count);
    }

    [Fact]
    public void Resolve_Absolute_IsTriedAlone()
    {
        Assert.Equal(_content.Path, Resolve(_content.Path).Path);
        Assert.Equal([_content.Combine("x")], Resolve(_content.Combine("x")).Tried);
    }

    [Fact]
    public void Resolve_SameBaseTwice_IsTriedOnce() =>
        Assert.Single(PluginRoots.Resolve("plugins", _content.Path, _content.Path).Tried);

    [Fact]
    public void Resolve_NoContentRoot_TriesTheBaseDirectory() =>
        Assert.Equal([_application.Combine("plugins")], PluginRoots.Resolve("plugins", null, _application.Path).Tried);

    [Fact]
    public void Resolve_AFile_SaysSo()
    {
        _content.Write("plugins", string.Empty);

        Assert.Contains("is a file", Resolve("plugins").Error, StringComparison.Ordinal);
    }

    private RootResolution Resolve(string root, bool optional = false) => PluginRoots.Resolve(root, _content.Path, _application.Path, optional);
}
