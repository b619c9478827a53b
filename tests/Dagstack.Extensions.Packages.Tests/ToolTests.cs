namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The command line as a user has it: installed from its package, over a plugin that was built from packages.</summary>
public sealed class ToolTests(PackageFeed feed)
{
    [Fact]
    public async Task Tool_Installed_ChecksShowsTestsAndCallsAPlugin()
    {
        using var repository = new UserRepository(feed);
        repository.Write("Greeting/Greeting.csproj", Project("<PackageReference Include=\"Dagstack.Extensions.Plugins.Abstractions\" Version=\"0.2.0\" />"));
        repository.Write("Greeting/IGreeter.cs", """
            using Dagstack.Extensions.Plugins;

            namespace Greeting;

            [PluginKind("greeter")]
            public interface IGreeter
            {
                string Greet(string name);
            }
            """);
        repository.Write("Polite/Polite.csproj", Project("<PackageReference Include=\"Dagstack.Extensions.Plugins.Abstractions\" Version=\"0.2.0\" /><ProjectReference Include=\"../Greeting/Greeting.csproj\" />", "<AssemblyName>plugin</AssemblyName><DagstackPlugin>true</DagstackPlugin>"));
        repository.Write("Polite/PoliteGreeter.cs", """
            public sealed class PoliteGreeter : Greeting.IGreeter
            {
                [Dagstack.Extensions.Plugins.AllowPluginViolation("AmbientStateViolation", "It is to be seen where it goes.")]
                public string Greet(string name)
                {
                    System.Console.WriteLine("This is not the result.");
                    return $"Good day, {name}.";
                }
            }
            """);
        repository.Write("Polite/dagstack.toml", """
            [plugin]
            name = "polite"
            kind = "greeter"
            runtime = "in_process"
            core_version = ">=0.1.0"
            entry_point = "plugin:PoliteGreeter"
            """);
        await repository.SucceedAsync("build", "Polite", "--nologo");
        await repository.SucceedAsync("tool", "install", "Dagstack.Tool", "--tool-path", "tools", "--version", "0.2.0");

        Assert.Equal("0.2.0\n", await RunAsync(repository, "--version"));
        Assert.Contains("none with errors", await RunAsync(repository, "validate", "Polite"), StringComparison.Ordinal);
        Assert.Contains("greet  name", await RunAsync(repository, "inspect", "Polite"), StringComparison.Ordinal);
        Assert.Equal("\"Good day, Ada.\"\n", await RunAsync(repository, "run", "Polite", "greet", "--args", """{"name":"Ada"}"""));
        Assert.Contains("greeter:polite keeps the plugin contract.", await RunAsync(repository, "test", "Polite"), StringComparison.Ordinal);
    }

    private static string Project(string references, string properties = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>{properties}</PropertyGroup>
          <ItemGroup>{references}</ItemGroup>
        </Project>
        """;

    private static async Task<string> RunAsync(UserRepository repository, params string[] arguments)
    {
        var ran = await Tool.RunProgramAsync(repository.Combine(Path.Combine("tools", OperatingSystem.IsWindows() ? "dagstack.exe" : "dagstack")), repository.Root, arguments);
        Assert.True(ran.ExitCode == 0, $"{ran.Output}{ran.Error}");
        return ran.Output.ReplaceLineEndings("\n");
    }
}
