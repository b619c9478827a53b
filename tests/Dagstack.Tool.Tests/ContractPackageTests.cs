using System.IO.Compression;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Contracts that are named by their packages.</summary>
public sealed class ContractPackageTests(ContractPackages packages) : IClassFixture<ContractPackages>
{
    [Theory]
    [InlineData("Cutting")]
    [InlineData("cutting@1.0.0")]
    [InlineData("Cutting@1.0")]
    [InlineData("Cutting@2.0.0-beta.2")]
    public async Task Contract_RestoredPackage_IsLoadedWithWhatItNeeds(string name)
    {
        var ran = await InspectAsync(name);

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("cut   text", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>A plugin that was packed names the packages of its contracts: the lowest restored version that will do is taken.</summary>
    [Fact]
    public async Task Contract_OfAPluginThatWasPacked_IsTheRestoredPackage()
    {
        Packed("packed/a", "Cutting", "0.9.5");
        Packed("packed/b", "Cutting", "2.0.0-beta.1");

        var inspected = await RunAsync("inspect", "packed/a");
        var listed = await RunAsync("list", "--plugins", "packed");

        Assert.Equal((0, string.Empty), (inspected.ExitCode, inspected.Error));
        Assert.Contains("cut   text", inspected.Output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, listed.Error);
        Assert.DoesNotContain("Kinds were not checked", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_OfAPluginThatWasPackedForWhatIsNotRestored_IsNamed()
    {
        Packed("other/a", "Cutting", "9.0.0");
        packages.Write("other/b/dagstack.toml", File.ReadAllText(packages.Combine("halves/dagstack.toml")));
        packages.Write("other/b/dagstack.packed.json", "{ broken");

        var inspected = await RunAsync("inspect", "other/a");
        var listed = await RunAsync("list", "--plugins", "other");
        var broken = await RunAsync("inspect", "other/b");

        Assert.Equal(2, inspected.ExitCode);
        Assert.Contains("The plugin was packed for the package Cutting 9.0.0 or later, which is not restored here: 'dotnet add package Cutting --version 9.0.0' in a project restores it.", inspected.Error, StringComparison.Ordinal);
        Assert.Contains("Kinds were not checked", listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("dagstack.packed.json' cannot be read: ", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_PackageFile_IsLoadedWithWhatItNeeds()
    {
        ZipFile.CreateFromDirectory(packages.Combine("cache/cutting/1.0.0"), packages.Combine("Cutting.1.0.0.nupkg"));

        var temporary = Directory.CreateDirectory(packages.Combine("temporary")).FullName;

        var ran = await DagstackProcess.RunInAsync(packages.Path, [("NUGET_PACKAGES", packages.Combine("cache")), ("TMPDIR", temporary), ("TEMP", temporary), ("TMP", temporary)], "inspect", "halves", "--contract", "Cutting.1.0.0.nupkg");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("cut   text", ran.Output, StringComparison.Ordinal);

        // Windows keeps what is loaded.
        Assert.True(OperatingSystem.IsWindows() || Directory.GetDirectories(temporary, "dagstack-*").Length == 0);
    }

    [Theory]
    [InlineData("Cutting@3.0.0", "The package 'Cutting' is not there in version 3.0.0: '", "' has 0.9.0, 1.0.0, 2.0.0-beta.2, 2.0.0-beta.10. Name one of these, or restore that one: 'dotnet add package Cutting --version 3.0.0' in a project that needs it.")]
    [InlineData("Sewing", "There is no file, no folder and no restored package 'Sewing': looked for '", "'dotnet add package Sewing' in a project that needs it restores it")]
    [InlineData("Cutting@0.9.0", "The contracts of 'Cutting@0.9.0' cannot be read: ", "It needs the package Threads 7.0.0, which '")]
    [InlineData("Pieces", "The package 'Pieces' has no contract: no assembly in '", "Name the package that has.")]
    [InlineData("broken.nupkg", "'broken.nupkg' is no package: ", "A .nupkg is what 'dotnet pack' makes.")]
    [InlineData("gone.nupkg", "There is no file 'gone.nupkg'. --contract names ", "or a .nupkg file.")]
    [InlineData("Cut ting", "There is no file 'Cut ting'. --contract names ", "or a .nupkg file.")]
    public async Task Contract_PackageThatIsNotThere_SaysWhatWasTried(string name, string begin, string part)
    {
        packages.Write("broken.nupkg", "text");

        var ran = await InspectAsync(name);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith(begin, ran.Error, StringComparison.Ordinal);
        Assert.Contains(part, ran.Error, StringComparison.Ordinal);
    }

    private Task<DagstackProcess> InspectAsync(string contract) =>
        DagstackProcess.RunInAsync(packages.Path, [("NUGET_PACKAGES", packages.Combine("cache"))], "inspect", "halves", "--contract", contract);

    private void Packed(string folder, string package, string version)
    {
        packages.Write($"{folder}/dagstack.toml", File.ReadAllText(packages.Combine("halves/dagstack.toml")));
        packages.Write($"{folder}/dagstack.packed.json", $$"""{"package":"cutter.halves","version":"1.0.0","contracts":[{"package":"{{package}}","version":"{{version}}"}],"programs":[]}""");
    }

    private Task<DagstackProcess> RunAsync(params string[] arguments) => DagstackProcess.RunInAsync(packages.Path, [("NUGET_PACKAGES", packages.Combine("cache"))], arguments);
}
