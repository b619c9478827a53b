namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>A plugin that does not start until it is mended.</summary>
internal sealed class Broken
{
    public const string Message = "The model 'minilm' is not in /models. Download it, or set 'model' to one that is there.";

    public bool IsMended { get; set; }

    public object Create() => IsMended ? new Chunker() : throw new InvalidOperationException(Message);
}
