using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A converter that can say what it reads.</summary>
internal interface IWireValue
{
    /// <summary>Gets what the JSON has to be, for a message: "bytes as base64".</summary>
    string Expected { get; }

    /// <summary>Makes the JSON Schema of what is read and written.</summary>
    JsonObject CreateSchema();
}
