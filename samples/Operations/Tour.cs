using System.Net.Http.Json;
using System.Text.Json;
using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations;

/// <summary>Does what an operator sees: asks, calls, stops a plugin, and asks again.</summary>
internal static class Tour
{
    public static async Task RunAsync(WebApplication app, TextWriter output)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        var list = await client.GetFromJsonAsync<JsonElement>(new Uri("/plugins", UriKind.Relative));
        output.WriteLine($"GET /plugins: {list.GetProperty("plugins").GetArrayLength()} plugins");
        await TellAsync("ready");
        foreach (var name in (string[])["fixed", "moody", "unlicensed", "waiting"])
        {
            using var answer = await client.PostAsJsonAsync($"/chunks/{name}", new Text("one\ntwo"));
            var chunks = await answer.Content.ReadFromJsonAsync<Chunk[]>();
            output.WriteLine($"POST /chunks/{name}: {(int)answer.StatusCode} in {chunks!.Length}");
        }

        await TellAsync("live");
        await app.Services.GetRequiredService<IPluginRegistry>().TeardownPluginAsync("chunker:greedy");
        output.WriteLine("chunker:greedy was stopped, and holds what only a new process gives back.");
        await TellAsync("live");

        // Those of the server in Python depend on the machine.
        async Task TellAsync(string tag)
        {
            using var answer = await client.GetAsync(new Uri($"/health/{tag}", UriKind.Relative));
            var checks = await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>();
            output.WriteLine($"GET /health/{tag}: {(int)answer.StatusCode}");
            foreach (var (name, text) in checks!.Where(static check => !check.Key.Contains("words", StringComparison.Ordinal) && !check.Value.StartsWith("Healthy", StringComparison.Ordinal)).OrderBy(static check => check.Key, StringComparer.Ordinal))
            {
                output.WriteLine($"  {name}: {text.Split('\n')[0].Split(": ")[0]}");
            }
        }
    }
}
