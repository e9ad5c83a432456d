using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Graballo.Designer.Components.Drawing;

/// <summary>Draws a flow that comes without its drawing: from left to right in layers, each stage in a frame of its own.</summary>
public static class FlowLayout
{
    private const double Gap = 60;
    private const double Between = 40;
    private const double Frame = 40;
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Waypoint = "http://www.omg.org/spec/DD/20100524/DI";

    /// <summary>The same text when it has a drawing, or cannot be read.</summary>
    public static string Complete(string xml)
    {
        if (xml.Contains("BPMNShape", StringComparison.Ordinal))
            return xml;
        try
        {
            var document = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
            if (document.Root is not { } root || root.Element(Bpmn + "process") is not { } process)
                return xml;
            root.Elements(Di + "BPMNDiagram").Remove();
            var plane = new XElement(Di + "BPMNPlane", new XAttribute("id", "drawn-plane"), new XAttribute("bpmnElement", Id(process)));
            var level = Level.Of(process);
            level.Draw(plane, 100, 100);
            root.Add(new XElement(Di + "BPMNDiagram", new XAttribute("id", "drawn"), plane));
            return document.ToString(SaveOptions.DisableFormatting);
        }
        catch (XmlException)
        {
            return xml;
        }
    }

    private static string Id(XElement element) => element.Attribute("id")?.Value ?? "";

    private static bool IsNode(XElement element) => element.Name.Namespace == Bpmn && element.Name.LocalName is var name
        && (name.EndsWith("Event", StringComparison.Ordinal) || name.EndsWith("Gateway", StringComparison.Ordinal) || name.EndsWith("ask", StringComparison.Ordinal) || IsFrame(element) || name == "callActivity");

    private static bool IsFrame(XElement element) => element.Name.LocalName is "subProcess" or "transaction" or "adHocSubProcess";

    private sealed class Box(XElement element)
    {
        public XElement Element { get; } = element;
        public Level? Inside { get; } = IsFrame(element) ? Level.Of(element) : null;
        public int Rank { get; set; }
        public double X { get; set; }
        public double Y { get; set; }
        public double Width => Inside is { } inside ? inside.Width + (2 * Frame) : Small ?? 100;
        public double Height => Inside is { } inside ? inside.Height + (2 * Frame) : Small ?? 80;
        private double? Small => Element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) ? 36 : Element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal) ? 50 : null;
    }

    /// <summary>What stands in one process or stage.</summary>
    private sealed class Level
    {
        private readonly Dictionary<string, Box> _boxes;
        private readonly List<Box> _borders;
        private readonly List<XElement> _paths;

        private Level(XElement container)
        {
            var nodes = container.Elements().Where(IsNode).DistinctBy(Id).Select(element => new Box(element)).ToList();
            _borders = nodes.FindAll(box => box.Element.Name.LocalName == "boundaryEvent");
            _boxes = nodes.Except(_borders).ToDictionary(box => Id(box.Element));
            _paths = [.. container.Elements(Bpmn + "sequenceFlow")];
        }

        public double Width { get; private set; } = 100;

        public double Height { get; private set; } = 80;

        public static Level Of(XElement container)
        {
            var level = new Level(container);
            level.Rank();
            level.Place();
            return level;
        }

        public void Draw(XElement plane, double left, double top)
        {
            foreach (var box in _boxes.Values.Concat(_borders))
            {
                (box.X, box.Y) = (box.X + left, box.Y + top);
                plane.Add(Shape(box));
                box.Inside?.Draw(plane, box.X + Frame, box.Y + Frame);
            }
            foreach (var path in _paths)
                Path(plane, path);
        }

        private Box? Find(string? id) => id is null ? null : _boxes.GetValueOrDefault(id) ?? _borders.Find(border => Id(border.Element) == id);

        // What hangs on a border leads on from what it hangs on.
        private Box? Host(Box? box) => box is not null && _borders.Contains(box) ? Find(box.Element.Attribute("attachedToRef")?.Value) : box;

        private void Rank()
        {
            var next = _paths.Select(path => (From: Host(Find(path.Attribute("sourceRef")?.Value)), To: Find(path.Attribute("targetRef")?.Value)))
                .Where(pair => pair.From is not null && pair.To is not null).ToLookup(pair => pair.From!, pair => pair.To!);
            var reached = new HashSet<Box>();
            var targets = next.SelectMany(to => to).ToHashSet();
            var starts = _boxes.Values.Where(box => !targets.Contains(box)).DefaultIfEmpty(_boxes.Values.FirstOrDefault()).OfType<Box>().ToList();
            // A path back to where it has been is a loop, and moves nothing.
            foreach (var start in starts.Concat(_boxes.Values))
            {
                if (reached.Contains(start))
                    continue;
                var order = new List<Box>();
                Visit(start, next, reached, order);
                order.Reverse();
                var position = order.Select((box, at) => (box, at)).ToDictionary(pair => pair.box, pair => pair.at);
                foreach (var box in order)
                {
                    foreach (var to in next[box].Where(to => !position.TryGetValue(to, out var at) || at > position[box]))
                        to.Rank = Math.Max(to.Rank, box.Rank + 1);
                }
            }
        }

        private static void Visit(Box start, ILookup<Box, Box> next, HashSet<Box> reached, List<Box> order)
        {
            var open = new Stack<(Box Box, IEnumerator<Box> Next)>();
            reached.Add(start);
            open.Push((start, next[start].GetEnumerator()));
            while (open.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                    order.Add(open.Pop().Box);
                else if (reached.Add(top.Next.Current))
                    open.Push((top.Next.Current, next[top.Next.Current].GetEnumerator()));
            }
        }

        private void Place()
        {
            var columns = _boxes.Values.GroupBy(box => box.Rank).OrderBy(column => column.Key).Select(column => column.ToList()).ToList();
            if (columns.Count == 0)
                return;
            Height = columns.Max(column => column.Sum(box => box.Height + Between) - Between);
            var left = 0.0;
            foreach (var column in columns)
            {
                var width = column.Max(box => box.Width);
                var top = (Height - (column.Sum(box => box.Height + Between) - Between)) / 2;
                foreach (var box in column)
                {
                    (box.X, box.Y) = (left + ((width - box.Width) / 2), top);
                    top += box.Height + Between;
                }
                left += width + Gap;
            }
            Width = left - Gap;
            foreach (var hung in _borders.GroupBy(Host).Where(hung => hung.Key is not null))
            {
                foreach (var (border, at) in hung.Select((border, at) => (border, at)))
                    (border.X, border.Y) = (hung.Key!.X + 12 + (at * 44), hung.Key.Y + hung.Key.Height - 18);
            }
        }

        private static XElement Shape(Box box) => new(
            Di + "BPMNShape", new XAttribute("id", Id(box.Element) + "-drawn"), new XAttribute("bpmnElement", Id(box.Element)),
            box.Inside is null ? null : new XAttribute("isExpanded", true),
            new XElement(Dc + "Bounds", Number("x", box.X), Number("y", box.Y), Number("width", box.Width), Number("height", box.Height)));

        private void Path(XElement plane, XElement path)
        {
            if (Find(path.Attribute("sourceRef")?.Value) is not { } from || Find(path.Attribute("targetRef")?.Value) is not { } to)
                return;
            var (startX, startY) = _borders.Contains(from) ? (from.X + 18, from.Y + 36) : (from.X + from.Width, from.Y + (from.Height / 2));
            var (endX, endY) = (to.X, to.Y + (to.Height / 2));
            var bend = _borders.Contains(from) ? startX : Math.Max(startX + 20, endX - 20);
            var edge = new XElement(Di + "BPMNEdge", new XAttribute("id", Id(path) + "-drawn"), new XAttribute("bpmnElement", Id(path)));
            foreach (var (x, y) in endX > startX ? new[] { (startX, startY), (bend, startY), (bend, endY), (endX, endY) } : Back(from, to))
                edge.Add(new XElement(Waypoint + "waypoint", Number("x", x), Number("y", y)));
            plane.Add(edge);
        }

        private static (double X, double Y)[] Back(Box from, Box to)
        {
            var below = Math.Max(from.Y + from.Height, to.Y + to.Height) + 20;
            return [(from.X + (from.Width / 2), from.Y + from.Height), (from.X + (from.Width / 2), below), (to.X + (to.Width / 2), below), (to.X + (to.Width / 2), to.Y + to.Height)];
        }

        private static XAttribute Number(string name, double value) => new(name, Math.Round(value).ToString(CultureInfo.InvariantCulture));
    }
}
