using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What is around the content of every page.</summary>
internal static class Frame
{
    /// <summary>Writes a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">What the page is about.</param>
    /// <param name="content">Writes what is in it.</param>
    /// <param name="status">The status of the answer, which the script looks at.</param>
    /// <param name="live">What the script follows; the plugins if nothing is said.</param>
    public static string Write(PageContext context, string title, Action<HtmlWriter> content, int status = StatusCodes.Status200OK, Live? live = null)
    {
        live ??= Live.Plugins(context);
        var host = context.Http.RequestServices.GetService<IHostEnvironment>();
        var html = new HtmlWriter();
        using (html.In("html", ("lang", "en")))
        {
            WriteHead(html, context, host is null ? title : $"{title} – {host.ApplicationName}");
            using (html.In("body", ("data-events", live.Address), ("data-names", live.Names), ("data-things", live.Things), ("data-status", status == StatusCodes.Status200OK ? null : status.ToString(CultureInfo.InvariantCulture))))
            {
                html.Element("a", "To the content", ("class", "quiet"), ("href", "#main"));
                WriteHeader(html, context, host);
                StateBadge.WriteShapes(html);
                using (html.In("main", ("id", "main"), ("tabindex", "-1")))
                {
                    content(html);
                }

                html.Element("div", null, ("id", "announce"), ("class", "quiet"), ("role", "status"), ("aria-live", "polite"));
                using (html.In("footer"))
                {
                    html.Element("span", $"As of {Times.Text(context.Now)}{(context.Http.Request.Query.ContainsKey("hash") ? ". A page with the hash of files does not follow changes." : string.Empty)}", ("id", "live"));
                }
            }
        }

        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, PageContext context, string title)
    {
        using (html.In("head"))
        {
            html.Element("meta", null, ("charset", "utf-8"));
            html.Element("meta", null, ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Element("meta", null, ("name", "color-scheme"), ("content", "light dark"));
            html.Element("title", title);
            html.Element("link", null, ("rel", "icon"), ("href", "data:,"));
            html.Element("link", null, ("rel", "stylesheet"), ("href", context.Root + PageAsset.Style.Path));
            html.Element("script", null, ("src", context.Root + PageAsset.Script.Path), ("defer", string.Empty));
        }
    }

    private static void WriteHeader(HtmlWriter html, PageContext context, IHostEnvironment? host)
    {
        using (html.In("header"))
        {
            using (html.In("nav", ("aria-label", "Pages")))
            {
                html.Element("a", "Plugins", ("href", Links.List(context)), ("aria-current", IsHere(context, context.Root) ? "page" : null));
                html.Element("a", "Start", ("href", Links.Start(context)), ("aria-current", IsHere(context, Links.Start(context)) ? "page" : null));
                if (context.HasUnits)
                {
                    html.Element("a", "Units", ("href", Links.Units(context)), ("aria-current", IsHere(context, Links.Units(context)) ? "page" : null));
                }
            }

            if (host is not null)
            {
                html.Element("span", $"{PageText.Name(host.ApplicationName)} · {PageText.Name(host.EnvironmentName)}", ("class", "where"));
            }
        }
    }

    private static bool IsHere(PageContext context, string address) =>
        (context.Http.Request.PathBase + context.Http.Request.Path).ToUriComponent().TrimEnd('/') == address;
}
