namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A contract in a package, plugins of it in C# and Python that are packed, and a host that references their packages.</summary>
public sealed class TravellingPlugins(PackageFeed feed) : IAsyncLifetime
{
    public const string Polite = "greeter.polite";
    public const string Brisk = "greeter.brisk";
    public const string Rude = "greeter.rude";

    /// <summary>What a host says that has them all.</summary>
    public static IReadOnlyList<string> Greetings => HasPython ? ["greeter:brisk: Ada! (Pieces 2.0.0.0)", "greeter:polite: Good day, Ada. (Pieces 1.0.0.0)", "greeter:rude: Go away, Ada."] : ["greeter:brisk: Ada! (Pieces 2.0.0.0)", "greeter:polite: Good day, Ada. (Pieces 1.0.0.0)"];

    /// <summary>Gets the folder of the host that is published.</summary>
    public string Published => Repository.Combine("out/plain");

    internal UserRepository Repository { get; } = new(feed);

    /// <summary>Gets a value indicating whether plugins in Python can run here.</summary>
    public static bool HasPython { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "python3")));

    private string Dagstack => Repository.Combine(Path.Combine("tools", OperatingSystem.IsWindows() ? "dagstack.exe" : "dagstack"));

    public async ValueTask InitializeAsync()
    {
        await Repository.SucceedAsync("tool", "install", "Dagstack.Tool", "--tool-path", "tools");
        WriteProject("Greeting", """<PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />""", "<Version>1.0.0</Version>");
        Repository.Write("Greeting/IGreeter.cs", """
            [Dagstack.Extensions.Plugins.PluginKind("greeter")]
            public interface IGreeter
            {
                string Greet(string name);
            }
            """);
        WriteProject("Pieces", string.Empty);
        Repository.Write("Pieces/Piece.cs", """public static class Piece { public static string Name => $"Pieces {typeof(Piece).Assembly.GetName().Version}"; }""");
        await Repository.SucceedAsync("pack", "Greeting", "--nologo", "-o", feed.Feed);
        await Repository.SucceedAsync("pack", "Pieces", "--nologo", "-o", feed.Feed, "-p:Version=1.0.0");
        await Repository.SucceedAsync("pack", "Pieces", "--nologo", "-o", feed.Feed, "-p:Version=2.0.0");
        WritePlugin("Polite", "1.2.0", "1.0.0", "Good day, {name}.", 2);
        WritePlugin("Brisk", "1.0.0", "2.0.0", "{name}!", 1);
        await DagstackAsync("pack", "Polite", "--output", feed.Feed);
        await DagstackAsync("pack", "Brisk", "--output", feed.Feed);
        await DagstackAsync("new", "plugin", "greeter:rude", "--language", "python", "--contract", "Greeting");
        var server = Repository.Combine("rude/Rude/server.py");
        await File.WriteAllTextAsync(server, (await File.ReadAllTextAsync(server)).Replace("        return None\n", "        return f\"Go away, {args['name']}.\"\n", StringComparison.Ordinal));
        Repository.Write("rude/Rude/Template.cs", "what no compiler of C# takes");
        await DagstackAsync("pack", "rude/Rude", "--contract", "Greeting", "--output", feed.Feed);
        WriteHost();
        await Repository.SucceedAsync("build", "Host", "--nologo");
        await Repository.SucceedAsync("publish", "Host", "--nologo", "-o", Published);
    }

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a command of the tool, which has to succeed.</summary>
    internal async Task<string> DagstackAsync(params string[] arguments)
    {
        var ran = await Tool.RunProgramAsync(Dagstack, Repository.Root, arguments);
        Assert.True(ran.ExitCode == 0, $"dagstack {string.Join(' ', arguments)}\n{ran.Output}{ran.Error}");
        return ran.Output.ReplaceLineEndings("\n");
    }

    /// <summary>Writes the project of a plugin that brings a library of its own.</summary>
    internal void WritePlugin(string name, string version, string library, string greeting, int priority)
    {
        WriteProject(name, $"""<PackageReference Include="Greeting" Version="1.0.0" /><PackageReference Include="Pieces" Version="{library}" />""", "<DagstackPlugin>true</DagstackPlugin>");
        Repository.Write($"{name}/{name}Greeter.cs", $$"""public sealed class {{name}}Greeter : IGreeter { public string Greet(string name) => $"{{greeting}} ({Piece.Name})"; }""");
        Repository.Write($"{name}/dagstack.toml", $"""
            [plugin]
            name = "{name.ToLowerInvariant()}"
            kind = "greeter"
            runtime = "in_process"
            core_version = ">=0.1.0"
            entry_point = "{name}:{name}Greeter"
            version = "{version}"
            priority = {priority}
            """);
    }

    /// <summary>Copies the host that is published, without its plugins.</summary>
    internal string BareHost(string name)
    {
        var target = Directory.CreateDirectory(Repository.Combine("out/" + name)).FullName;
        foreach (var file in Directory.GetFiles(Published))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    /// <summary>Runs a program from a folder that is not its own, and returns what it says of its plugins.</summary>
    internal static async Task<IReadOnlyList<string>> GreetAsync(string program, params string[] arguments)
    {
        var run = await Tool.RunProgramAsync(program, Path.GetTempPath(), arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return [.. run.Lines.Where(static line => line.StartsWith("> ", StringComparison.Ordinal)).Select(static line => line[2..])];
    }

    private void WriteProject(string name, string references, string properties = "") => Repository.Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>{properties}</PropertyGroup>
          <ItemGroup>{references}</ItemGroup>
        </Project>
        """);

    /// <summary>One of the plugins comes by way of a library.</summary>
    private void WriteHost()
    {
        WriteProject("Library", $"""<PackageReference Include="{Brisk}" Version="1.0.0" />""");
        WriteProject(
            "Host",
            $"""
            <PackageReference Include="Dagstack.Extensions.Plugins.Mcp" Version="0.2.0" />
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.12" />
            <PackageReference Include="{Polite}" Version="1.2.0" />
            {(HasPython ? $"""<PackageReference Include="{Rude}" Version="0.1.0" />""" : string.Empty)}
            <ProjectReference Include="../Library/Library.csproj" />
            """,
            "<OutputType>Exe</OutputType>");
        Repository.Write("Host/Program.cs", """
            using Dagstack.Extensions.Plugins;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder();
            builder.Services.AddDagstackPlugins(o =>
            {
                o.Discover("plugins/").UseMcp();
                if (args is ["watch"])
                {
                    o.WatchForChanges();
                }
            });
            using var host = builder.Build();
            await host.StartAsync();
            do
            {
                foreach (var plugin in host.Services.GetRequiredService<IPluginRegistry>().Plugins.OrderBy(plugin => plugin.Id.ToString(), StringComparer.Ordinal))
                {
                    Console.WriteLine($"> {plugin.Id}: {host.Services.GetRequiredKeyedService<IGreeter>(plugin.Id.ToString()).Greet("Ada")}");
                }
            }
            while (args is ["watch"] && Console.ReadLine() is "again");
            await host.StopAsync();
            """);
    }
}
