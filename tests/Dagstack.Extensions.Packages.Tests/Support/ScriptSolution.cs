namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The README's contract, and its chunker as two files in the projects of a console program and of a web application, and beside a program of one file.</summary>
public sealed class ScriptSolution(PackageFeed feed) : IAsyncLifetime
{
    internal UserRepository Repository { get; } = new(feed);

    public ValueTask InitializeAsync()
    {
        foreach (var (path, text) in Readme.Programs().Where(static file => file.Path.StartsWith("Chunking/", StringComparison.Ordinal)))
        {
            Repository.Write(path, text);
        }

        WriteConsole();
        WriteWeb();
        WriteFileProgram();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the plugin of the guide as two files: manifest and class as they are printed.</summary>
    private void WritePlugin(string folder)
    {
        Repository.Write($"{folder}/plugins/fixed/dagstack.toml", TextOf("FixedChunker/dagstack.toml"));
        Repository.Write($"{folder}/plugins/fixed/plugin.cs", TextOf("FixedChunker/FixedChunker.cs"));
    }

    private void WriteConsole()
    {
        WritePlugin("Host");
        Repository.Write("Host/Host.csproj", TextOf("Host/Host.csproj")
            .Replace("\"Dagstack.Extensions.Plugins\"", "\"Dagstack.Extensions.Plugins.Scripts\"", StringComparison.Ordinal)
            .Replace("    <PluginReference Include=\"../FixedChunker/FixedChunker.csproj\" />\n", string.Empty, StringComparison.Ordinal));
        Repository.Write("Host/Program.cs", TextOf("Host/Program.cs")
            .Replace("using Chunking;", "using Chunking;\nusing Dagstack.Extensions.Plugins;", StringComparison.Ordinal)
            .Replace("o.Discover(\"plugins/\")", "o.Discover(\"plugins/\").UseScripts()", StringComparison.Ordinal)
            .Replace("await host.StopAsync();", "Console.WriteLine(\"compiler: \" + AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name!.StartsWith(\"Microsoft.CodeAnalysis\")));\nawait host.StopAsync();", StringComparison.Ordinal));

        // Code of the host itself, a plugin that has a project, and what tools leave behind.
        Repository.Write("Host/plugins/OwnCode.cs", "internal static class OwnCode;");
        Repository.Write("Host/plugins/fixed/more/text.cs", "This is not C#.");
        Repository.Write("Host/plugins/fixed/data.json", "{}");
        Repository.Write("Host/plugins/fixed/bin/old.cs", "This is not C#.");
        Repository.Write("Host/plugins/Built/Built.csproj", "<Project />");
        Repository.Write("Host/plugins/Built/dagstack.toml", TextOf("FixedChunker/dagstack.toml"));
        Repository.Write("Host/plugins/Built/Built.cs", "This is not C#.");
    }

    private void WriteWeb()
    {
        WritePlugin("Web");
        Repository.Write("Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins.Scripts" Version="0.2.0" />
                <ProjectReference Include="../Chunking/Chunking.csproj" />
              </ItemGroup>
            </Project>
            """);
        Repository.Write("Web/Program.cs", """
            using Chunking;
            using Dagstack.Extensions.Plugins;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDagstackPlugins(o => o.Discover("plugins/").UseScripts());
            var app = builder.Build();
            app.MapGet("/", ([FromKeyedServices("chunker:fixed")] IChunker chunker) => string.Join('\n', chunker.Chunk("Hello, dagstack!", 5).Select(chunk => $"{chunk.Offset}: {chunk.Text}")));
            app.Urls.Add("http://127.0.0.1:0");
            await app.StartAsync();
            using var client = new HttpClient();
            Console.WriteLine(await client.GetStringAsync(app.Urls.First()));
            await app.StopAsync();
            """);
    }

    private void WriteFileProgram()
    {
        WritePlugin("One");
        Repository.Write("One/host.cs", "#:project ../Chunking/Chunking.csproj\n#:package Dagstack.Extensions.Plugins.Scripts@0.2.0\n#:package Microsoft.Extensions.Hosting@10.0.12\n" + TextOf("Host/Program.cs")
            .Replace("using Chunking;", "using Chunking;\nusing Dagstack.Extensions.Plugins;", StringComparison.Ordinal)
            .Replace("o.Discover(\"plugins/\")", "o.Discover(\"plugins/\").UseScripts()", StringComparison.Ordinal));
    }

    private static string TextOf(string path) => Readme.Programs().Single(file => file.Path == path).Text.ReplaceLineEndings("\n");
}
