using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Plugins and hosts in F# and Visual Basic, as docs/other-languages.md prints them.</summary>
public sealed partial class OtherLanguagesTests(PackageFeed feed) : IDisposable
{
    private readonly UserRepository _repository = new(feed);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Programs_AsPrinted_BuildAndRun()
    {
        foreach (var (path, text) in Readme.Programs().Where(static file => file.Path.StartsWith("Chunking/", StringComparison.Ordinal)).Concat(Readme.ProgramsOf("other-languages.md")))
        {
            _repository.Write(path, text);
        }

        var fsharp = await _repository.SucceedAsync("run", "--project", "FsHost");
        var basic = await _repository.SucceedAsync("run", "--project", "VbHost");

        Assert.Equal(["0: One", "5: Two and three", "0: One.", "5: Two", "9: and", "13: three"], Chunks(fsharp));
        Assert.Equal(["0: Good", "5: day"], Chunks(basic));
        Assert.Contains("FSharp.Core.dll", _repository.Files("FsHost/bin/Debug/net10.0/plugins/sentences"));
    }

    [Theory]
    [InlineData("Contract/Contract.fsproj", "Contract/Greeter.fs", "module Contract\nopen Dagstack.Extensions.Plugins\n\n[<PluginKind(\"greeter\")>]\ntype IGreeter =\n    abstract Greet: string -> string\n")]
    [InlineData("Contract/Contract.vbproj", "Contract/Greeter.vb", "Imports Dagstack.Extensions.Plugins\n\n<PluginKind(\"greeter\")>\nPublic Interface IGreeter\n    Function Greet(name As String) As String\nEnd Interface\n")]
    public async Task Contract_OfAnotherLanguage_IsAnErrorThatSaysWhy(string project, string file, string source)
    {
        var compile = file.EndsWith(".fs", StringComparison.Ordinal) ? "<Compile Include=\"Greeter.fs\" />" : string.Empty;
        _repository.Write(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                {compile}
                <PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />
              </ItemGroup>
            </Project>
            """);
        _repository.Write(file, source);

        var build = await _repository.DotnetAsync("build", "Contract", "--nologo");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"{Path.GetFileName(project)} : error DSP104: Contract has an interface with PluginKind, and contracts are written in C#", build.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Chunks(ProcessResult run) => run.Lines.Where(static line => ChunkLine().IsMatch(line));

    [GeneratedRegex("^[0-9]+: ")]
    private static partial Regex ChunkLine();
}
