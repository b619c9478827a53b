using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>The program of tests/fixtures/Odd/Odd.Host, built and published in other ways, side by side and away from the repository.</summary>
public sealed class HostPrograms : IAsyncLifetime
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    private static readonly string s_host = Path.Combine(Repository.Root, "tests", "fixtures", "Odd", "Odd.Host");

    private readonly TempFolder _folder = new();
    private readonly List<Task> _begun = [];

    /// <summary>Gets the root of plugins, with <c>odd:odd</c>.</summary>
    public string Plugins => _folder.Combine("plugins");

    internal Task<ProcessResult> SingleFile { get; private set; } = null!;

    internal Task<ProcessResult> WithTheFramework { get; private set; } = null!;

    internal Task<ProcessResult> FileProgram { get; private set; } = null!;

    internal Task<ProcessResult> PlainFileProgram { get; private set; } = null!;

    internal Task<ProcessResult> TestHost { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "odd")))
        {
            Directory.CreateDirectory(Path.Combine(Plugins, "odd"));
            File.Copy(file, Path.Combine(Plugins, "odd", Path.GetFileName(file)));
        }

        SingleFile = Publish("single", "--no-self-contained");
        WithTheFramework = Publish("contained", "--self-contained");
        FileProgram = RunFile("file", "#:property PublishAot=false\n");
        PlainFileProgram = RunFile("plain", "");
        TestHost = Test();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever did not ask for one does not leave it to itself.
        await Task.WhenAll(_begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _folder.Dispose();
    }

    /// <summary>Runs what was published as one file.</summary>
    internal Task<ProcessResult> RunPublishedAsync(string name) => Tool.RunProgramAsync(_folder.Combine($"out/{name}/Host" + (OperatingSystem.IsWindows() ? ".exe" : "")), Path.GetTempPath(), Plugins);

    private Task<ProcessResult> Publish(string name, string mode)
    {
        WriteReferences(name);
        _folder.Write($"{name}/Host.csproj", Project);
        _folder.Write($"{name}/Program.cs", File.ReadAllText(Path.Combine(s_host, "Program.cs")));
        return Begin(name, "publish", "Host.csproj", "--nologo", "-v", "q", "-r", RuntimeInformation.RuntimeIdentifier, mode, "-p:PublishSingleFile=true", "-o", _folder.Combine($"out/{name}"));
    }

    private Task<ProcessResult> RunFile(string name, string directives)
    {
        WriteReferences(name);
        _folder.Write($"{name}/host.cs", directives + File.ReadAllText(Path.Combine(s_host, "Program.cs")));
        return Begin(name, "run", "host.cs", Plugins);
    }

    private Task<ProcessResult> Test()
    {
        WriteReferences("tests");
        _folder.Write("tests/Tests.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
              </ItemGroup>
            </Project>
            """);
        _folder.Write("tests/OddTests.cs", $$"""
            using System;
            using System.Reflection;
            using System.Threading.Tasks;
            using Dagstack.Extensions.Plugins;
            using Microsoft.Extensions.DependencyInjection;
            using Odd;
            using Xunit;

            public sealed class OddTests
            {
                [Fact]
                public async Task Plugin_HasAProcessOfItsOwn()
                {
                    Assert.Equal("testhost", Assembly.GetEntryAssembly()!.GetName().Name);
                    var services = new ServiceCollection().AddLogging();
                    services.AddDagstackPlugins(o => o.Discover(@"{{Plugins}}").UseMcp());
                    await using var provider = services.BuildServiceProvider();
                    await provider.SetupPluginsAsync();
                    var status = provider.GetRequiredService<IPluginRegistry>().Find("odd:odd")!;
                    Assert.True(status.State == PluginState.Ready, status.Reason);
                    Assert.NotEqual(Environment.ProcessId.ToString(), await provider.GetRequiredKeyedService<IOdd>("odd:odd").DoAsync("process"));
                }
            }
            """);
        return Begin("tests", "test", "--nologo");
    }

    /// <summary>Gives a program what the host is made of.</summary>
    private void WriteReferences(string name)
    {
        var built = Path.Combine(s_host, "bin", Repository.Configuration, "net10.0");
        _folder.Write($"{name}/Directory.Build.targets", $"""
            <Project>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="{built}/*.dll" Exclude="{built}/Odd.Host.dll" />
              </ItemGroup>
            </Project>
            """);
    }

    private Task<ProcessResult> Begin(string name, params string[] arguments)
    {
        var run = Tool.RunAsync(_folder.Combine(name), arguments);
        _begun.Add(run);
        return run;
    }
}
