using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A host whose plugin tells what it should not.</summary>
internal static class TellerHost
{
    public const string Variable = "DAGSTACK_TEST_TOLD";

    /// <summary>Makes the settings of one.</summary>
    /// <param name="secret">What the plugin is given.</param>
    /// <param name="mode">How it starts.</param>
    /// <param name="password">What its manifest makes of the secret.</param>
    public static CalcHostSettings Settings(string secret, string mode = "", string password = "${DAGSTACK_TEST_TOLD}")
    {
        Environment.SetEnvironmentVariable(Variable, secret);
        return new()
        {
            Command = $"[\"python3\", {JsonSerializer.Serialize(Path.Combine(AppContext.BaseDirectory, "server.teller.py"))}]",
            Stdio = $"env = {{ SERVICE_PASSWORD = \"{password}\", MODE = \"{mode}\" }}",
        };
    }

    /// <summary>Makes what a call is given for the plugin to tell a text in a way.</summary>
    public static string Tell(string way, string text) => $"{way}:{JsonSerializer.Serialize(text)}";
}
