namespace Dagstack.Extensions.Plugins.AspNetCore.Html;

/// <summary>An element that is open until this is disposed.</summary>
internal readonly struct HtmlScope(HtmlWriter html, int depth) : IDisposable
{
    public void Dispose() => html.Close(depth);
}
